import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startAnvil } from './anvil.mjs'
import { type ChildSpec, createFamily } from './children.mjs'
import { startPostgres } from './postgres.mjs'
import { callRpc } from './rpc.mjs'

let folder: string
let family: ReturnType<typeof createFamily>
let takenPort: number
const strangers: Server[] = []
const deaths: string[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'taken-'))
  family = createFamily({ onDeath: (child, how) => deaths.push(`${child.spec.name} ${how}`) })
})
afterEach(async () => {
  await family.stopAll()
  for (const stranger of strangers.splice(0)) stranger.close()
  rmSync(folder, { recursive: true })
})

/** What it takes to load a chain, in which others answer on the port already. */
const LOADING = ['sh', '-c', 'sleep 0.3; exec "$@"', 'sh']

/** A family whose first child of that name finds its port just taken by a stranger, who answers there as a chain would. */
function beaten(name: string, flag: string) {
  return {
    ...family,
    start: (spec: ChildSpec) => {
      if (spec.name !== name || strangers.length > 0) return family.start(spec)
      const { args = [], wrapper = [] } = spec
      takePort(Number(args[args.indexOf(flag) + 1]))
      return family.start({ ...spec, wrapper: [...LOADING, ...wrapper] })
    },
  }
}

function takePort(port: number) {
  takenPort = port
  const stranger = createServer((_, response) => response.end('{"jsonrpc":"2.0","id":1,"result":"0x1"}'))
  // Somebody else may have been faster: then it is taken all the same.
  stranger.on('error', () => {})
  strangers.push(stranger.listen(port))
}

describe('a port somebody takes before we do', () => {
  it('is left to them by the local chain, whatever answers there', async () => {
    const log = path.join(folder, 'anvil.log')
    const { child, url } = await startAnvil({ family: beaten('anvil', '--port'), log })
    family.guard(child)

    expect(Number(new URL(url).port)).toBeGreaterThan(takenPort)
    expect(await callRpc(url, 'eth_chainId')).toBe('0x7a69')
    expect(deaths).toEqual([])
    expect(readdirSync(folder)).toEqual(['anvil.log'])
  })

  it('is left to them by Postgres', async () => {
    const [cluster, log] = [path.join(folder, 'cluster'), path.join(folder, 'postgres.log')]
    const options = { family: beaten('Postgres', '-p'), folder: cluster, log, durable: false }
    const { child, url } = await startPostgres(options)
    family.guard(child)

    expect(Number(new URL(url('postgres')).port)).toBeGreaterThan(takenPort)
    expect(deaths).toEqual([])
  })

  it('is a mistake that is told when anvil ends for another reason', async () => {
    const wrong = startAnvil({ family, log: path.join(folder, 'anvil.log'), args: ['--no-such-flag'] })
    await expect(wrong).rejects.toThrow(/anvil ended with code 2 before it was ready\..*no-such-flag/s)
  })
})
