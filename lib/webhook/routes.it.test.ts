import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import * as events from '@/app/api/v1/events/route'
import * as deliveries from '@/app/api/v1/webhooks/[id]/deliveries/route'
import * as replay from '@/app/api/v1/webhooks/[id]/replay/route'
import * as rotate from '@/app/api/v1/webhooks/[id]/rotate/route'
import * as webhook from '@/app/api/v1/webhooks/[id]/route'
import * as test from '@/app/api/v1/webhooks/[id]/test/route'
import * as webhooks from '@/app/api/v1/webhooks/route'
import { database } from '@/lib/db/client'
import { startDeliveries } from '@/lib/delivery/deliver'
import type { Handlers } from '@/lib/http/handlers'
import { pageOf } from '@/lib/http/page'
import type { Method } from '@/lib/http/spec'
import { newId } from '@/lib/id'
import { createApiKey } from '@/lib/identity/api-key/create'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import { type Receiver, startReceiver } from '@/test/fakes/receiver'
import type { TestDatabase } from '@/test/services/database'
import { DeliveryAnswer, NewWebhookAnswer, ReplayAnswer, TestAnswer, WebhookAnswer } from './schemas'
import { accepts } from './standard-webhooks.fixture'

let own: TestDatabase
let receiver: Receiver
let alice: Person
let bob: Person
let stop: () => Promise<void>
beforeAll(async () => {
  own = await ownDesk({ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' })
  receiver = await startReceiver()
  alice = await person()
  bob = await person()
  stop = startDeliveries()
})
afterAll(async () => {
  await stop()
  await receiver.stop()
  await database().close()
  await own.drop()
})

type Sent = { id?: string; body?: unknown; query?: string; headers?: Record<string, string> }

async function call(door: Handlers, method: Method, who: Person | string | null, sent: Sent = {}) {
  const { id, body, query = '', headers = {} } = sent
  const token = typeof who === 'string' ? who : who?.token
  const request = new Request(`http://localhost:3000/api/v1/webhooks${id ? `/${id}` : ''}${query}`, {
    method,
    headers: {
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
      ...headers,
    },
    body: body === undefined ? null : JSON.stringify(body),
  })
  const response = await door[method](request, { params: id ? { id } : {} })
  const text = await response.text()
  return { status: response.status, body: text === '' ? null : JSON.parse(text), headers: response.headers }
}

const SOON = { timeout: 20_000, interval: 20 }
const make = async (who: Person, path: string, more: object = {}) =>
  NewWebhookAnswer.strict().parse(
    (await call(webhooks, 'POST', who, { body: { url: receiver.url + path, ...more } })).body,
  )
const publish = async (who: Person, payload: object) =>
  (await call(events, 'POST', who, { body: { type: 'order.made', payload } })).body.id as string
const list = async (who: Person, id: string, query = '') =>
  pageOf(DeliveryAnswer.strict()).parse((await call(deliveries, 'GET', who, { id, query })).body)
const statuses = async (who: Person, id: string) => (await list(who, id)).data.map(({ status }) => status)

describe('webhooks over HTTP', () => {
  it('answers as its schemas say', async () => {
    const body = { url: `${receiver.url}/shape`, description: 'Shop' }
    const made = await call(webhooks, 'POST', alice, { body })
    expect(made.status).toBe(201)
    const { id, event_types, concurrency } = NewWebhookAnswer.strict().parse(made.body)
    expect([event_types, concurrency]).toEqual([['*'], 10])

    const shown = await call(webhook, 'GET', alice, { id })
    expect(WebhookAnswer.strict().parse(shown.body)).toEqual(shown.body)
    pageOf(WebhookAnswer.strict()).parse((await call(webhooks, 'GET', alice)).body)
    const patched = await call(webhook, 'PATCH', alice, { id, body: { enabled: false } })
    expect(patched).toMatchObject({ status: 200, body: { status: 'DISABLED', disabled_reason: 'OWNER' } })
    expect(TestAnswer.strict().parse((await call(test, 'POST', alice, { id })).body)).toMatchObject({ delivered: true })
    expect((await call(webhook, 'DELETE', alice, { id })).status).toBe(204)
    expect((await call(webhook, 'GET', alice, { id })).body.code).toBe('E6002')
  })

  it('gives the same answer to a repeat of a key, without the secret', async () => {
    const headers = { 'idempotency-key': newId() }
    const body = { url: `${receiver.url}/twice` }
    const first = await call(webhooks, 'POST', alice, { body, headers })
    const again = await call(webhooks, 'POST', alice, { body, headers })
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect(again).toMatchObject({ status: 201, body: { ...first.body, secret: null, secret_omitted: true } })

    const { id } = first.body
    const rotated = await call(rotate, 'POST', alice, { id, headers })
    const repeated = await call(rotate, 'POST', alice, { id, headers })
    expect(rotated.body.secret).toMatch(/^whsec_/)
    expect(repeated.body).toEqual({ ...rotated.body, secret: null, secret_omitted: true })
  })

  it('is nobody’s without credentials, and not there for strangers, whoever they are', async () => {
    const { id } = await make(alice, '/mine')
    const doors: [Handlers, Method, object?][] = [
      [webhook, 'GET'],
      [webhook, 'PATCH', { enabled: false }],
      [rotate, 'POST'],
      [test, 'POST'],
      [deliveries, 'GET'],
      [replay, 'POST', { missing: true }],
      [webhook, 'DELETE'],
    ]
    for (const [door, method, body] of doors) {
      expect((await call(door, method, null, { id, body })).status).toBe(401)
      for (const path of [id, newId(), 'x']) {
        expect(await call(door, method, bob, { id: path, body })).toMatchObject({
          status: 404,
          body: { code: 'E6002' },
        })
      }
    }
    expect((await call(webhook, 'GET', alice, { id })).body.status).toBe('ACTIVE')
  })

  it('is for keys with webhooks:write alone', async () => {
    const { key } = await createApiKey(alice.ctx, { name: 'K', scopes: ['webhooks:write'], quotas: undefined })
    const { key: other } = await createApiKey(alice.ctx, { name: 'K', scopes: ['events:write'], quotas: undefined })
    expect((await call(webhooks, 'GET', key)).status).toBe(200)
    expect(await call(webhooks, 'GET', other)).toMatchObject({ status: 403, body: { code: 'E9007' } })
    expect(await call(webhooks, 'POST', other, { body: { url: receiver.url } })).toMatchObject({ status: 403 })
  })

  it.each([
    [{}, 'E6001'],
    [{ url: 5 }, 'E6001'],
    [{ url: '' }, 'E6001'],
    [{ url: 'https://127.1/' }, 'E6001'],
    [{ url: 'https://[64:ff9b::]/' }, 'E6001'],
    [{ url: 'http://localhost./' }, 'E6001'],
    [{ url: 'https://user@example.com/' }, 'E6001'],
    [{ url: 'http://127.0.0.1/', secret: 'mine' }, 'E9004'],
    [{ url: 'http://127.0.0.1/', event_types: [] }, 'E9004'],
    [{ url: 'http://127.0.0.1/', event_types: ['a..b'] }, 'E9004'],
    [{ url: 'http://127.0.0.1/', event_types: ['a\u0000'] }, 'E9004'],
    [{ url: 'http://127.0.0.1/', description: 'a\u202eb' }, 'E9004'],
  ])('refuses %j with %s', async (body, code) => {
    expect(await call(webhooks, 'POST', alice, { body })).toMatchObject({ status: 400, body: { code } })
  })

  it.each([
    {},
    { missing: false },
    { event_id: 'x' },
    { from: '2026-01-01T00:00:00Z' },
    { to: '2026-01-01T00:00:00Z' },
    { from: '2026-01-02T00:00:00Z', to: '2026-01-01T00:00:00Z' },
    { missing: true, event_id: newId() },
    { event_id: newId(), after: newId() },
    { missing: true, from: '2026-01-01T00:00:00Z', to: '2026-01-02T00:00:00Z' },
  ])('refuses to replay %j', async (body) => {
    const { id } = await make(bob, '/bad')
    expect(await call(replay, 'POST', bob, { id, body })).toMatchObject({ status: 400, body: { code: 'E9004' } })
    await call(webhook, 'DELETE', bob, { id })
  })
})

describe('deliveries', () => {
  it('are listed with their tries, by state, in pages', async () => {
    const cleo = await person()
    receiver.set('/list', { statuses: [204, 400, 204], body: '<b>no</b>' })
    const { id, secret } = await make(cleo, '/list', { event_types: ['order.*'], concurrency: undefined })
    const ids: string[] = []
    for (const n of [1, 2, 3]) {
      ids.unshift(await publish(cleo, { n }))
      await expect
        .poll(async () => (await statuses(cleo, id)).filter((status) => status !== 'PENDING').length, SOON)
        .toBe(n)
    }
    const all = await list(cleo, id)
    expect(all.data.map(({ event_id, status }) => [event_id, status])).toEqual([
      [ids[0], 'DELIVERED'],
      [ids[1], 'DEAD'],
      [ids[2], 'DELIVERED'],
    ])
    expect(all.data[1]).toMatchObject({
      type: 'order.made',
      failures: 1,
      due_at: null,
      reason: 'HTTP_400: The endpoint answered 400.',
      attempts: [{ number: 1, outcome: 'DEAD', status: 400, answer: '<b>no</b>', next_at: null }],
    })
    for (const { headers, body } of receiver.callsTo('/list')) {
      expect(accepts(secret ?? '', headers as Record<string, string>, body)).toBe(true)
    }

    expect((await list(cleo, id, '?status=DEAD')).data.map(({ event_id }) => event_id)).toEqual([ids[1]])
    const { data, next_cursor } = await list(cleo, id, '?limit=2')
    expect(data.map(({ event_id }) => event_id)).toEqual(ids.slice(0, 2))
    const rest = await list(cleo, id, `?limit=2&cursor=${next_cursor}`)
    expect(rest).toMatchObject({ data: [{ event_id: ids[2] }], next_cursor: null })
    for (const query of [`?status=DEAD&cursor=${next_cursor}`, '?cursor=x', '?status=LOST', '?color=red&limit=0']) {
      expect((await call(deliveries, 'GET', cleo, { id, query })).status).toBe(400)
    }
  })

  it('are replayed: one, a range, what is missing; each by the same webhook-id, with tries that count on', async () => {
    const dora = await person()
    const from = new Date(Date.now() - 1_000).toISOString()
    const before = await publish(dora, { n: 0 })
    receiver.set('/again', { statuses: [404, 204] })
    const { id } = await make(dora, '/again', { event_types: ['order.*'] })
    const again = async (body: object) => {
      const { status, body: answer } = await call(replay, 'POST', dora, { id, body })
      expect(status).toBe(200)
      return ReplayAnswer.strict().parse(answer)
    }
    const settled = (...wanted: string[]) => expect.poll(() => statuses(dora, id), SOON).toEqual(wanted)

    const first = await publish(dora, { n: 1 })
    await settled('DEAD')
    expect(await again({ missing: true })).toEqual({ replayed: 1, more: false, next: null })
    await settled('DELIVERED')
    expect(await again({ missing: true })).toEqual({ replayed: 0, more: false, next: null })
    const [delivery] = (await list(dora, id)).data
    expect(delivery?.attempts.map(({ number, outcome }) => [number, outcome])).toEqual([
      [1, 'DEAD'],
      [2, 'DELIVERED'],
    ])

    await call(webhook, 'PATCH', dora, { id, body: { enabled: false } })
    const missed = await publish(dora, { n: 2 })
    await expect
      .poll(() => again({ event_id: missed }).catch(() => null), SOON)
      .toEqual({ replayed: 1, more: false, next: null })
    expect(await statuses(dora, id)).toEqual(['PENDING', 'DELIVERED'])
    await call(webhook, 'PATCH', dora, { id, body: { enabled: true } })
    await settled('DELIVERED', 'DELIVERED')

    const to = new Date(Date.now() + 1_000).toISOString()
    expect(await again({ from, to })).toEqual({ replayed: 2, more: false, next: null })
    await settled('DELIVERED', 'DELIVERED')
    const calls = () => receiver.callsTo('/again').map(({ headers }) => headers['webhook-id'])
    await expect.poll(calls, SOON).toHaveLength(5)
    expect(calls()).toEqual([first, first, missed, ...calls().slice(3)])
    expect(calls().slice(3).sort()).toEqual([first, missed].sort())
    expect(calls()).not.toContain(before)

    const strange = await publish(bob, {})
    for (const event_id of [strange, newId()]) {
      expect(await call(replay, 'POST', dora, { id, body: { event_id } })).toMatchObject({
        status: 404,
        body: { code: 'E9008' },
      })
    }
  })

  it('are written down once each, whatever is replayed while they are on their way', async () => {
    const finn = await person()
    const from = new Date(Date.now() - 1_000).toISOString()
    receiver.set('/busy', { statuses: Array.from({ length: 60 }, (_, i) => (i % 3 === 0 ? 503 : 204)), delayMs: 5 })
    const { id } = await make(finn, '/busy')
    await Promise.all(Array.from({ length: 25 }, (_, n) => publish(finn, { n })))
    const again = (body: object) => call(replay, 'POST', finn, { id, body })
    const to = new Date(Date.now() + 60_000).toISOString()
    await expect.poll(async () => (await again({ from, to })).body.replayed, SOON).toBe(25)
    await Promise.all([again({ from, to }), again({ from, to }), again({ missing: true })])

    const open = async () => (await list(finn, id)).data.filter(({ status }) => status !== 'DELIVERED')
    const pushOn = async () => {
      const left = await open()
      for (const { event_id } of left.filter(({ status }) => status === 'RETRYING')) await again({ event_id })
      return left.length
    }
    await expect.poll(pushOn, SOON).toBe(0)

    const { data } = await list(finn, id)
    for (const { attempts } of data) {
      expect(attempts.map(({ number }) => number)).toEqual(attempts.map((_, i) => i + 1))
      expect(attempts.at(-1)?.outcome).toBe('DELIVERED')
    }
    const sent = receiver.callsTo('/busy').length
    expect(data.reduce((sum, { attempts }) => sum + attempts.length, 0)).toBe(sent)
  })

  it('of a webhook that is deleted are closed, and nothing is sent any more', async () => {
    const eve = await person()
    receiver.set('/gone', { statuses: [503] })
    const { id } = await make(eve, '/gone')
    await publish(eve, {})
    await expect.poll(() => statuses(eve, id), SOON).toEqual(['RETRYING'])
    await call(webhook, 'DELETE', eve, { id })
    const rows = () => database().prisma.delivery.findMany({ where: { endpointId: id } })
    await expect.poll(rows, SOON).toMatchObject([{ status: 'DEAD', dueAt: null }])
    expect(receiver.callsTo('/gone')).toHaveLength(1)
    expect((await call(replay, 'POST', eve, { id, body: { missing: true } })).body.code).toBe('E6002')
  })
})
