import { Agent, createServer, get, type RequestListener, type Server } from 'node:http'
import { type AddressInfo, connect } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import { beforeEach, describe, expect, it } from 'vitest'
import { shutdownSignal } from '@/lib/http/shutdown'
import { forgetSingleton } from '@/lib/singleton'
import { Drain } from './stop'

// A process stops once; each test here is a process of its own.
beforeEach(() => {
  forgetSingleton('shutdown')
})

async function serving(listener: RequestListener, graceMs?: number) {
  const drain = new Drain(graceMs)
  const server: Server = createServer((request, response) => {
    drain.watch(response)
    listener(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { url, stop: () => drain.stop(server) }
}

/** What of the answer arrived, and how it ended. */
function ask(url: string, agent = new Agent({ keepAlive: true })) {
  let begun = () => {}
  const started = new Promise<void>((resolve) => {
    begun = resolve
  })
  const ended = new Promise<{ text: string; whole: boolean }>((resolve) => {
    let text = ''
    const request = get(url, { agent }, (response) => {
      begun()
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('close', () => resolve({ text, whole: response.complete }))
    })
    request.on('error', () => resolve({ text, whole: false }))
  })
  return { started, ended }
}

const took = async (work: Promise<unknown>) => {
  const begun = performance.now()
  await work
  return performance.now() - begun
}

describe('stopping', () => {
  it('lets an answer under way finish, and takes no other call', async () => {
    const { url, stop } = await serving(async (_request, response) => {
      await sleep(200)
      response.end('whole')
    })
    const { ended } = ask(url)
    await sleep(50)
    const stopped = stop()

    await expect(fetch(url)).rejects.toThrow()
    expect(await ended).toEqual({ text: 'whole', whole: true })
    await stopped
  })

  it('does not wait for connections that only wait for another call', async () => {
    const { url, stop } = await serving((_request, response) => response.end('ok'))
    await ask(url).ended
    expect(await took(stop())).toBeLessThan(4_000)
  })

  it('answers a call that was on its way, and then closes its connection', async () => {
    const { url, stop } = await serving((_request, response) => response.end('ok'))
    const socket = connect(Number(new URL(url).port), '127.0.0.1')
    const gone = new Promise((resolve) => socket.once('close', resolve))
    let text = ''
    socket.on('data', (chunk) => {
      text += chunk
    })
    socket.write('GET / HTTP/1.1\r\nHost: desk\r\n')
    await sleep(50)
    const stopped = took(stop())
    await sleep(50)
    socket.write('\r\n')

    expect(await stopped).toBeLessThan(4_000)
    await gone
    expect(text).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
    expect(text).toMatch(/\r\nconnection: close\r\n/i)
  })

  it('tells event streams to end, and does not wait longer than they take', async () => {
    const { url, stop } = await serving((_request, response) => {
      response.writeHead(200, { 'content-type': 'text/event-stream' })
      response.write('data: 1\n\n')
      shutdownSignal().addEventListener('abort', () => response.end())
    })
    const { started, ended } = ask(url)
    await started
    expect(await took(stop())).toBeLessThan(4_000)
    expect(await ended).toEqual({ text: 'data: 1\n\n', whole: true })
  })

  it('cuts off what takes longer than the grace', async () => {
    const { url, stop } = await serving(() => {}, 200)
    const { ended } = ask(url)
    await sleep(50)
    expect(await took(stop())).toBeLessThan(4_000)
    expect(await ended).toEqual({ text: '', whole: false })
  })
})
