import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { findFreePort, isPortFree } from './ports.mjs'

describe('findFreePort', () => {
  const taken = (...ports: number[]) => {
    return async (port: number) => !ports.includes(port)
  }

  it('takes the wanted port when nobody has it', async () => {
    expect(await findFreePort(3000, taken())).toBe(3000)
  })
  it('takes the next free one', async () => {
    expect(await findFreePort(3000, taken(3000, 3001))).toBe(3002)
  })
  it('goes on below when it reaches the last port', async () => {
    expect(await findFreePort(65_535, taken(65_535))).toBe(1024)
  })
  it('gives up in words', async () => {
    await expect(findFreePort(3000, async () => false)).rejects.toThrow('No free port among the 200 from 3000.')
  })
})

describe('isPortFree', () => {
  const servers: net.Server[] = []
  const listen = async (host: string) => {
    const server = net.createServer().listen(0, host)
    servers.push(server)
    await once(server, 'listening')
    return (server.address() as AddressInfo).port
  }
  afterEach(() => {
    for (const server of servers.splice(0)) server.close()
  })

  it.each(['127.0.0.1', '0.0.0.0'])('sees a listener on %s', async (host) => {
    expect(await isPortFree(await listen(host))).toBe(false)
  })
  it('finds a port free that was let go', async () => {
    const port = await listen('127.0.0.1')
    servers.pop()?.close()
    expect(await isPortFree(port)).toBe(true)
  })
})
