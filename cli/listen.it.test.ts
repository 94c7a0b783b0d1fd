import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { database } from '../lib/db/client'
import { publishOwn } from '../lib/event/publish-own'
import { PublishEvent } from '../lib/event/schemas'
import { createApiKey } from '../lib/identity/api-key/create'
import { revokeApiKey } from '../lib/identity/api-key/revoke'
import { toBody } from '../lib/webhook/body'
import { newSecret } from '../lib/webhook/secret'
import { accepts } from '../lib/webhook/standard-webhooks.fixture'
import { apiListener } from '../server/api-listener'
import { ownDesk } from '../test/desk-environment'
import { type Person, person } from '../test/factories/people'
import { type Receiver, startReceiver } from '../test/fakes/receiver'
import type { TestDatabase } from '../test/services/database'

const CLI = path.join(import.meta.dirname, 'countersign.mjs')
const WITHIN = { timeout: 15_000 }

let own: TestDatabase
let api: RequestListener
let alice: Person
let key: { id: string; key: string }
let folder: string
beforeAll(async () => {
  own = await ownDesk()
  api = apiListener()
  alice = await person()
  key = await createApiKey(alice.ctx, { name: 'listen', scopes: ['events:read'] })
  folder = mkdtempSync(path.join(tmpdir(), 'countersign-listen-'))
})
afterAll(async () => {
  rmSync(folder, { recursive: true, force: true })
  await database().close()
  await own.drop()
})

let hook: Receiver
let desk: Server
const running: Listening[] = []
beforeEach(async () => {
  hook = await startReceiver()
  desk = await openDesk(0)
})
afterEach(async () => {
  await Promise.all(running.splice(0).map((listening) => listening.stop()))
  await hook.stop()
  closeDesk()
})

async function openDesk(port: number): Promise<Server> {
  return listenAt(
    createServer((request, response) => api(request, response)),
    port,
  )
}

/** Another process may have been given for a moment the port that was free. */
async function listenAt(server: Server, port: number): Promise<Server> {
  const tryAgain = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
  }
  await vi.waitFor(tryAgain, { timeout: 10_000, interval: 100 })
  return server
}

function closeDesk(): void {
  desk.close()
  desk.closeAllConnections()
}

const portOf = (server: Server) => (server.address() as AddressInfo).port

/** `countersign listen` as a process. */
class Listening {
  out = ''
  error = ''
  readonly ended: Promise<number | null>
  readonly #child: ChildProcess

  constructor(args: string[], env: Record<string, string>) {
    this.#child = spawn(process.execPath, [CLI, 'listen', ...args], {
      env: { NODE_ENV: 'test', PATH: process.env.PATH ?? '', ...env },
    })
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.out += text
    })
    this.#child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      this.error += text
    })
    this.ended = once(this.#child, 'close').then(([code]) => code)
  }

  says(what: string | RegExp) {
    return expect.poll(() => this.out + this.error, WITHIN).toMatch(what)
  }

  stop(signal: NodeJS.Signals = 'SIGINT'): Promise<number | null> {
    this.#child.kill(signal)
    return this.ended
  }
}

type Asked = { args?: string[]; to?: string; env?: Record<string, string> }

function listen({ args = [], to = `${hook.url}/hook`, env = { COUNTERSIGN_KEY: key.key } }: Asked = {}): Listening {
  const listening = new Listening(['--desk', `http://127.0.0.1:${portOf(desk)}`, '--forward', to, ...args], env)
  running.push(listening)
  return listening
}

const publish = (event: object) => publishOwn(alice.ctx, PublishEvent.parse(event))
const received = () => hook.callsTo('/hook').map(({ body }) => JSON.parse(body))
const file = (name: string) => path.join(folder, name)

describe('countersign listen', () => {
  it('hands on what happens as a webhook comes, and says so in a line for each', async () => {
    const listening = listen()
    await listening.says('Listening to')
    const { id } = await publish({ type: 'order.paid', payload: { total: 12.5 }, metadata: { subject: 'order-1' } })
    hook.set('/hook', { statuses: [200, 404] })
    await expect.poll(received, WITHIN).toHaveLength(1)
    await publish({ type: 'order.shipped', payload: {}, metadata: { subject: 'order-1' } })
    await listening.says(/order\.shipped {2}order-1 {2}404 {2}\d+ ms\n/)
    expect(listening.out).toMatch(/order\.paid {2}order-1 {2}200 {2}\d+ ms\n/)

    const [call] = hook.callsTo('/hook')
    const { sequence, subject, source, ...told } = received()[0]
    expect({ sequence, subject }).toEqual({ sequence: 1, subject: 'order-1' })
    expect(call?.body).toBe(
      toBody({ ...told, sequence, subject, source, created_at: new Date(told.created_at) } as Parameters<
        typeof toBody
      >[0]),
    )
    expect(call?.headers).toMatchObject({ 'webhook-id': id, 'content-type': 'application/json' })
    const secret = /Signed with (whsec_\S+)/.exec(listening.out)?.[1] ?? ''
    expect(accepts(secret, call?.headers as Record<string, string>, call?.body ?? '')).toBe(true)

    expect(await listening.stop()).toBe(0)
    expect(listening.out).toContain('Ended.')
    expect(listening.error).toBe('')
  })

  it('signs with the secret it is given, which it does not print, and hands on the types it is asked for', async () => {
    const secret = newSecret()
    const listening = listen({ args: ['--secret', secret, '--types', 'parcel.*, stock.low'] })
    await listening.says('Listening to')
    for (const type of ['parcels.sent', 'parcel.sent', 'stock.high', 'stock.low']) await publish({ type, payload: {} })
    await expect.poll(received, WITHIN).toHaveLength(2)

    expect(received().map(({ type }) => type)).toEqual(['parcel.sent', 'stock.low'])
    const [call] = hook.callsTo('/hook')
    expect(accepts(secret, call?.headers as Record<string, string>, call?.body ?? '')).toBe(true)
    expect(listening.out).not.toContain('whsec_')
  })

  it('goes on where it was when the desk comes back', async () => {
    const listening = listen()
    await listening.says('Listening to')
    const port = portOf(desk)
    closeDesk()
    await listening.says(/ended the line\. Trying again in 1 s/)
    await publish({ type: 'order.missed', payload: {} })
    await listening.says(/does not answer \(ECONNREFUSED\)\. Trying again in 2 s/)
    desk = await openDesk(port)
    await expect.poll(() => received().map(({ type }) => type), WITHIN).toEqual(['order.missed'])
  })

  it('goes on the next time where it came to, when it keeps its place in a file', async () => {
    const args = ['--resume', file('place.json')]
    const first = listen({ args })
    await first.says('Listening to')
    await publish({ type: 'order.one', payload: {} })
    await first.says('order.one')
    expect(await first.stop('SIGTERM')).toBe(0)
    await publish({ type: 'order.two', payload: {} })

    const second = listen({ args })
    await second.says('order.two')
    await second.stop()
    expect(received().map(({ type }) => type)).toEqual(['order.one', 'order.two'])

    const place = JSON.parse(readFileSync(file('place.json'), 'utf8'))
    writeFileSync(file('place.json'), JSON.stringify({ ...place, desk: 'https://another.example' }))
    const strange = listen({ args })
    expect(await strange.ended).toBe(2)
    expect(strange.error).toContain('was kept with https://another.example. Name another file.')
    writeFileSync(file('place.json'), '{}')
    const empty = listen({ args })
    expect(await empty.ended).toBe(2)
    expect(empty.error).toContain('holds no place to go on from')
  })

  it('waits for a hook that is not there, in order, and loses nothing', async () => {
    const gone = await startReceiver()
    const { port } = new URL(gone.url)
    await gone.stop()
    const listening = listen({ to: `${gone.url}/hook`, args: ['--resume', file('waiting.json')] })
    await listening.says('Listening to')
    await publish({ type: 'order.early', payload: {} })
    await publish({ type: 'order.later', payload: {} })
    await listening.says(/order\.early .* is not there \(ECONNREFUSED\)\. Waiting for it\.\n/)

    const late: string[] = []
    const taking = createServer(async (request, response) => {
      late.push(JSON.parse(await new Response(request as unknown as BodyInit).text()).type)
      response.end()
    })
    const server = await listenAt(taking, Number(port))
    await listening.says(/order\.later .* 200 /)
    expect(late).toEqual(['order.early', 'order.later'])
    expect(listening.out.match(/is not there/g)).toHaveLength(1)
    server.close()
  })

  it('shows nothing from a desk or an event that could move the cursor', async () => {
    const odd = {
      id: 'evt',
      type: 'order.odd',
      subject: 'a\u001b[2J\r\u202eb\nc',
      created_at: '2026-11-20T12:00:00.000Z',
    }
    closeDesk()
    let asked = 0
    api = (_, response) => {
      asked += 1
      if (asked === 1) {
        response.writeHead(200, { 'content-type': 'text/event-stream' })
        response.end(`id: 7:${'0'.repeat(8)}-0000-0000-0000-000000000000\ndata: ${JSON.stringify(odd)}\n\n`)
        return
      }
      response.writeHead(404).end(JSON.stringify({ detail: 'No.\u001b]0;title\u0007' }))
    }
    desk = await openDesk(0)
    const listening = listen()

    expect(await listening.ended).toBe(1)
    expect(listening.out).toMatch(/order\.odd {2}a\ufffd\[2J\ufffd\ufffdb\ufffdc {2}200/)
    expect(listening.error).toContain('refuses to be listened to. No.\ufffd]0;title\ufffd\n')
    api = apiListener()
  })

  it.each([
    ['revoked', () => revoked(), 1, 'does not know this key.'],
    ['without the scope', () => scoped(['challenges:read']), 1, 'it needs the scope events:read.'],
    ['of a wallet, which goes nowhere', async () => `0x${'5'.repeat(64)}`, 2, 'An API key is needed'],
    ['that is missing', async () => '', 2, 'There is none.'],
  ])('says what is wrong with a key %s', async (_, keyOf, code, words) => {
    const listening = listen({ env: { COUNTERSIGN_KEY: await keyOf() } })
    expect(await listening.ended).toBe(code)
    expect(listening.error).toContain(words)
  })

  it('reads the key from a file', async () => {
    writeFileSync(file('key'), `${key.key}\n`)
    const listening = listen({ args: ['--key-file', file('key')], env: {} })
    await listening.says('Listening to')
    const none = listen({ args: ['--key-file', file('nothing')], env: {} })
    expect(await none.ended).toBe(2)
    expect(none.error).toContain('cannot be read (ENOENT)')
    expect(existsSync(file('nothing'))).toBe(false)
  })

  it.each([
    [['--types', 'a b']],
    [['--secret', 'whsec_short']],
    [['--forward', 'ftp://localhost/hook']],
    [['--desk', 'localhost']],
  ])('refuses %j', async (args) => {
    const listening = listen({ args })
    expect(await listening.ended).toBe(64)
  })
})

async function scoped(scopes: ['challenges:read']): Promise<string> {
  return (await createApiKey(alice.ctx, { name: 'other', scopes })).key
}

async function revoked(): Promise<string> {
  const { id, key: text } = await createApiKey(alice.ctx, { name: 'gone', scopes: ['events:read'] })
  await revokeApiKey(alice.ctx, { id })
  return text
}
