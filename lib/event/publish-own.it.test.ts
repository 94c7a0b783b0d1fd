import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET, POST } from '@/app/api/v1/events/route'
import { database } from '@/lib/db/client'
import { createApiKey } from '@/lib/identity/api-key/create'
import { CreateApiKey } from '@/lib/identity/api-key/schemas'
import { createOrganization } from '@/lib/identity/organization/create'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'

let own: TestDatabase
let me: Person
let key: { id: string; key: string }
beforeAll(async () => {
  own = await ownDesk({ APP_URL: 'http://localhost:3000' })
  me = await person()
  key = await createApiKey(me.ctx, CreateApiKey.parse({ name: 'k', scopes: ['events:write'] }))
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

type Sent = { token?: string; headers?: Record<string, string> }

async function send(body: BodyInit, { token = me.token, headers = {} }: Sent = {}) {
  const request = new Request('http://localhost:3000/api/v1/events', {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${token}`, ...headers },
    body,
    duplex: 'half',
  } as RequestInit)
  const response = await POST(request, { params: {} })
  return { status: response.status, body: await response.json(), headers: response.headers }
}
const publish = (event: object, sent?: Sent) => send(JSON.stringify(event), sent)

async function read(query: string) {
  const request = new Request(`http://localhost:3000/api/v1/events${query}`, {
    headers: { authorization: `Bearer ${me.token}` },
  })
  const response = await GET(request, { params: {} })
  return { status: response.status, body: await response.json() }
}

/** A body of exactly so many bytes. */
function bodyOf(bytes: number): string {
  const frame = JSON.stringify({ payload: { text: '' } })
  return JSON.stringify({ payload: { text: 'x'.repeat(bytes - frame.length) } })
}

function streamOf(text: string): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  return new ReadableStream({
    start(controller) {
      for (let i = 0; i < bytes.length; i += 65_536) controller.enqueue(bytes.subarray(i, i + 65_536))
      controller.close()
    },
  })
}

const MIB = 1024 * 1024

describe('publishing one’s own events', () => {
  it('answers with the number of the subject, and the log tells the event', async () => {
    const event = {
      type: 'order.paid',
      payload: { total: '19.90', lines: [1, 2.5, -3e-7] },
      metadata: { subject: 'order-1' },
    }
    const first = await publish(event)
    expect(first).toMatchObject({ status: 201, body: { status: 'ACCEPTED', sequence: 1 } })
    expect(Object.keys(first.body)).toEqual(['id', 'status', 'sequence'])
    expect((await publish({ ...event, type: 'order.shipped' })).body.sequence).toBe(2)

    await expect
      .poll(async () => (await read('?type=order.*&subject=order-1')).body.data)
      .toMatchObject([
        { type: 'order.shipped', sequence: 2 },
        {
          id: first.body.id,
          type: 'order.paid',
          source: `user:${me.userId}`,
          data: event.payload,
          metadata: event.metadata,
        },
      ])
  })

  it('is about the key or user that sends it, unless the metadata names a subject', async () => {
    const { body: byKey } = await publish({ payload: {} }, { token: key.key })
    const { rows: ofKey } = await me.ctx.pool.query('SELECT type, subject, source FROM events WHERE id = $1', [
      byKey.id,
    ])
    expect(ofKey).toEqual([{ type: 'event.published', subject: key.id, source: `key:${key.id}` }])
    const { body } = await publish({ payload: {} })
    const { rows } = await me.ctx.pool.query('SELECT subject FROM events WHERE id = $1', [body.id])
    expect(rows).toEqual([{ subject: me.userId }])
  })

  it.each([7, '', 'a\nb', 'x'.repeat(201), { a: 1 }, null])(
    'refuses %j as a subject, beside its field',
    async (subject) => {
      const { status, body } = await publish({ payload: {}, metadata: { subject } })
      expect(status).toBe(400)
      expect(body).toMatchObject({ code: 'E9004', errors: [{ path: 'metadata.subject' }] })
    },
  )

  it('happens once for one Idempotency-Key', async () => {
    const sent = { headers: { 'idempotency-key': 'once' } }
    const event = { payload: { n: 1 }, metadata: { subject: 'once' } }
    const [first, again] = [await publish(event, sent), await publish(event, sent)]
    expect(again.body).toEqual(first.body)
    expect(again.headers.get('idempotency-replayed')).toBe('true')
    expect((await publish({ ...event, payload: {} }, sent)).status).toBe(422)
  })

  it('numbers what comes at the same time without a gap', async () => {
    const made = await Promise.all(
      Array.from({ length: 20 }, () => publish({ payload: {}, metadata: { subject: 'busy' } })),
    )
    expect(made.map(({ body }) => body.sequence).sort((a, b) => a - b)).toEqual(
      Array.from({ length: 20 }, (_, i) => i + 1),
    )
  })

  it('may have 1 MiB, whether its length is said or not', async () => {
    expect((await send(bodyOf(MIB))).status).toBe(201)
    expect((await send(streamOf(bodyOf(MIB)))).status).toBe(201)
    for (const tooLarge of [bodyOf(MIB + 1), streamOf(bodyOf(MIB + 1)), streamOf(bodyOf(3 * MIB))]) {
      expect(await send(tooLarge)).toMatchObject({ status: 413, body: { code: 'E6004' } })
    }
  })

  it.each([
    { type: 'order\u0000', payload: {} },
    { type: 'order\npaid', payload: {} },
    { type: 'order.paid\n', payload: {} },
    { type: 'a\u001b[31m', payload: {} },
    { type: 'größe', payload: {} },
    { type: '', payload: {} },
    { type: '.a', payload: {} },
    { type: 'a.*', payload: {} },
    { type: 'a'.repeat(129), payload: {} },
    { type: 'challenge.completed', payload: {} },
    { type: 'receipt', payload: {} },
    { type: 'endpoint.disabled.again', payload: {} },
    { payload: { text: '\u0000' } },
    { payload: { '\u0000': 1 } },
    { payload: {}, metadata: { a: 'b\u0000' } },
    { payload: { text: '\ud800' } },
    { payload: [] },
    { payload: 'text' },
    { payload: null },
    {},
    { payload: {}, metadata: [] },
    { payload: {}, metadata: Object.fromEntries(Array.from({ length: 51 }, (_, i) => [`k${i}`, i])) },
    { payload: { id: 2 ** 53 } },
    { payload: { deep: [{ id: -1e21 }] } },
    { payload: {}, debug: { fail: 1, later: true } },
    { payload: {}, sender: 'me' },
  ])('refuses %j with 400', async (event) => {
    expect(await publish(event)).toMatchObject({ status: 400, body: { code: 'E9004' } })
  })

  it('refuses numbers that JSON cannot carry and bodies that are not JSON', async () => {
    for (const body of [
      '{"payload":{"a":1e400}}',
      '{"payload":{"a":12345678901234567890}}',
      '{"payload":',
      'null',
      '',
    ]) {
      expect(await send(body), body).toMatchObject({ status: 400, body: { code: 'E9004' } })
    }
    expect((await send('{"payload":{"a":9007199254740991,"b":0.1,"c":-0}}')).status).toBe(201)
  })

  it('lets sandboxes alone ask for failures', async () => {
    const event = { payload: {}, debug: { fail: 1, delay_seconds: 5 } }
    expect(await publish(event)).toMatchObject({ status: 403, body: { code: 'E9007' } })

    const { id } = await createOrganization(me.ctx, { name: 'Sand', sandbox: true })
    const made = await publish(event, { headers: { 'x-organization': id } })
    expect(made.status).toBe(201)
    const { rows } = await me.ctx.pool.query('SELECT debug, organization_id FROM events WHERE id = $1', [made.body.id])
    expect(rows).toEqual([{ debug: event.debug, organization_id: id }])
  })

  it('needs a key that may write events', async () => {
    const reader = await createApiKey(me.ctx, CreateApiKey.parse({ name: 'r', scopes: ['events:read'] }))
    expect(await publish({ payload: {} }, { token: reader.key })).toMatchObject({
      status: 403,
      body: { code: 'E9007' },
    })
  })
})
