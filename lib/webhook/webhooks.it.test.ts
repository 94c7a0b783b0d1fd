import pg from 'pg'
import { Webhook } from 'standardwebhooks'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import type { Ctx, UserActor } from '@/lib/context'
import { database } from '@/lib/db/client'
import type { DeliveredEvent, PushEndpoint } from '@/lib/delivery/types'
import { newId } from '@/lib/id'
import type { Guard } from '@/lib/outbound/check-url'
import { ownDesk } from '@/test/desk-environment'
import { at, type Person, person } from '@/test/factories/people'
import { type Behaviour, type Receiver, startReceiver } from '@/test/fakes/receiver'
import type { TestDatabase } from '@/test/services/database'
import { createWebhook, MAX_WEBHOOKS } from './create'
import { deleteWebhook } from './delete'
import { getWebhook } from './get'
import { listWebhooks } from './list'
import { patchWebhook } from './patch'
import { rotateWebhook } from './rotate'
import { CreateWebhook } from './schemas'
import { sendGuarded, sendWebhook } from './send'
import { testWebhook } from './send-test'
import { accepts } from './standard-webhooks.fixture'

let own: TestDatabase
let shared: Receiver
let alice: Person
let bob: Person
beforeAll(async () => {
  own = await ownDesk({ WEBHOOK_ALLOWED_HOSTS: '127.0.0.1' })
  shared = await startReceiver()
  alice = await person()
  bob = await person()
})
afterAll(async () => {
  await shared.stop()
  await database().close()
  await own.drop()
})

/** A path of the receiver that nobody else uses, and what came there. */
function receiver(behaviour: Behaviour = { statuses: [204] }) {
  const path = `/${newId()}`
  shared.set(path, behaviour)
  return {
    url: shared.url + path,
    received: () =>
      shared.callsTo(path).map(({ headers, body }) => ({
        headers: headers as Record<string, string>,
        body,
        json: JSON.parse(body) as Record<string, unknown>,
      })),
  }
}

type One = ReturnType<ReturnType<typeof receiver>['received']>[number]

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const make = (ctx: Ctx, url: string, more: object = {}) => createWebhook(ctx, CreateWebhook.parse({ url, ...more }))
const asReader = (ctx: Ctx<UserActor>) => ({ ...ctx, actor: { ...ctx.actor, role: 'reader' as const } })
const rowOf = (id: string) => database().prisma.endpoint.findUniqueOrThrow({ where: { id } })
const pushTo = async (id: string): Promise<PushEndpoint> => ({ ...(await rowOf(id)), kind: 'WEBHOOK' })

function event(data: Record<string, unknown> = { n: 1 }): DeliveredEvent {
  return {
    id: newId(),
    organization_id: alice.organizationId,
    type: 'order.placed',
    subject: 'order-7',
    sequence: 3,
    source: 'client',
    data,
    metadata: { subject: 'order-7' },
    created_at: new Date('2026-11-22T10:00:00.123Z'),
  }
}

describe('a webhook', () => {
  it('is made, shown without its secret, changed and deleted', async () => {
    const ada = await person()
    const { url } = receiver()
    const made = await make(ada.ctx, url, {
      description: 'Shop',
      event_types: ['order.*', 'order.*', 'challenge.locked'],
    })
    expect(made).toMatchObject({
      url,
      description: 'Shop',
      event_types: ['order.*', 'challenge.locked'],
      status: 'ACTIVE',
    })
    expect(made.secret).toMatch(/^whsec_/)

    const { secret: _, ...shown } = made
    expect(await getWebhook(ada.ctx, made)).toEqual(shown)
    expect((await listWebhooks(ada.ctx, { limit: 10 })).data).toEqual([shown])

    const changed = await patchWebhook(ada.ctx, { id: made.id, description: null, event_types: ['*'], concurrency: 50 })
    expect(changed).toEqual({ ...shown, description: null, event_types: ['*'], concurrency: 50 })

    const { secret: sealed } = await rowOf(made.id)
    expect(Buffer.from(sealed ?? []).includes(made.secret)).toBe(false)
    expect(Buffer.from(sealed ?? []).includes(Buffer.from(made.secret.slice(6), 'base64'))).toBe(false)

    await deleteWebhook(ada.ctx, made)
    await expect(deleteWebhook(ada.ctx, made)).rejects.toEqual(code('E6002'))
    await expect(getWebhook(ada.ctx, made)).rejects.toEqual(code('E6002'))
    expect(await listWebhooks(ada.ctx, { limit: 10 })).toEqual({ data: [], next_cursor: null })
    expect(await rowOf(made.id)).toMatchObject({ status: 'DELETED', url: null, secret: null, previousSecret: null })
  })

  it('is stopped by hand and brought back, whatever stopped it, with a clean record', async () => {
    const { url } = receiver()
    const { id } = await make(alice.ctx, url)
    const stopped = await patchWebhook(alice.ctx, { id, enabled: false })
    expect(stopped).toMatchObject({ status: 'DISABLED', disabled_reason: 'OWNER', disabled_at: alice.ctx.now })
    const later = at(alice.ctx, addSeconds(alice.ctx.now, 60))
    expect(await patchWebhook(later, { id, enabled: false })).toMatchObject({ disabled_at: alice.ctx.now })
    expect(await patchWebhook(alice.ctx, { id, enabled: true })).toMatchObject({
      status: 'ACTIVE',
      disabled_reason: null,
      disabled_at: null,
    })

    const failing = {
      status: 'DISABLED',
      disabledReason: 'FAILING',
      disabledAt: new Date(),
      firstFailureAt: new Date(),
    }
    const probing = { probeAt: new Date(), probes: 4 }
    await database().prisma.endpoint.update({ where: { id }, data: { ...failing, ...probing } })
    await patchWebhook(alice.ctx, { id, enabled: true })
    expect(await rowOf(id)).toMatchObject({ status: 'ACTIVE', firstFailureAt: null, probeAt: null, probes: 0 })
  })

  it('is nobody else’s, and readers only look', async () => {
    const { url } = receiver()
    const { id } = await make(alice.ctx, url)
    const reader = asReader(alice.ctx)
    expect(await getWebhook(reader, { id })).toMatchObject({ id })
    await expect(make(reader, url)).rejects.toEqual(code('E9007'))

    const writes = [
      (ctx: Ctx) => patchWebhook(ctx, { id, enabled: false }),
      (ctx: Ctx) => rotateWebhook(ctx, { id }),
      (ctx: Ctx) => testWebhook(ctx, { id }),
      (ctx: Ctx) => deleteWebhook(ctx, { id }),
    ]
    for (const write of writes) {
      await expect(write(reader)).rejects.toEqual(code('E9007'))
      await expect(write(bob.ctx)).rejects.toEqual(code('E6002'))
      await expect(write(asReader(bob.ctx))).rejects.toEqual(code('E6002'))
    }
    await expect(getWebhook(bob.ctx, { id })).rejects.toEqual(code('E6002'))

    const inbox = await database().prisma.endpoint.findFirstOrThrow({
      where: { organizationId: alice.organizationId, kind: 'INBOX' },
    })
    await expect(getWebhook(alice.ctx, inbox)).rejects.toEqual(code('E6002'))
    await expect(deleteWebhook(alice.ctx, inbox)).rejects.toEqual(code('E6002'))
  })

  it('is listed in pages, and there are at most fifty, also when many are made at once', async () => {
    const cleo = await person()
    const { url } = receiver()
    const { id: _, ...row } = await rowOf((await make(cleo.ctx, url)).id)
    const more = Array.from({ length: MAX_WEBHOOKS - 3 }, () => ({ ...row, id: newId() }))
    await database().prisma.endpoint.createMany({ data: more })
    const tries = await Promise.allSettled(Array.from({ length: 5 }, () => make(cleo.ctx, url)))
    const refused = tries.flatMap((one) => (one.status === 'rejected' ? [one.reason.status] : []))
    expect(refused).toEqual([409, 409, 409])

    const ids: string[] = []
    let cursor: string | undefined
    do {
      const page = await listWebhooks(cleo.ctx, { limit: 20, ...(cursor ? { cursor } : {}) })
      ids.push(...page.data.map(({ id }) => id))
      cursor = page.next_cursor ?? undefined
    } while (cursor)
    expect(new Set(ids).size).toBe(MAX_WEBHOOKS)
    const { next_cursor } = await listWebhooks(cleo.ctx, { limit: 20 })
    await expect(listWebhooks(alice.ctx, { limit: 20, cursor: next_cursor ?? '' })).rejects.toEqual(code('E9004'))
  })

  it('goes to no unsafe URL, neither when it is made nor changed', async () => {
    const { url } = receiver()
    const { id } = await make(alice.ctx, url)
    for (const bad of [
      'https://10.0.0.1/',
      'http://127.1.1.1/',
      'https://[::ffff:10.0.0.1]/',
      'ftp://127.0.0.1/',
      'x',
    ]) {
      await expect(make(alice.ctx, bad)).rejects.toEqual(code('E6001'))
      await expect(patchWebhook(alice.ctx, { id, url: bad })).rejects.toEqual(code('E6001'))
    }
    expect(await getWebhook(alice.ctx, { id })).toMatchObject({ url })
  })

  it('stands in the audit log with whatever was done to it, refused tries too', async () => {
    const dora = await person()
    const { url } = receiver()
    const { id } = await make(dora.ctx, url)
    await patchWebhook(dora.ctx, { id, enabled: false })
    await rotateWebhook(dora.ctx, { id })
    await expect(deleteWebhook(asReader(dora.ctx), { id })).rejects.toEqual(code('E9007'))
    await deleteWebhook(dora.ctx, { id })
    const entries = await database().prisma.auditEntry.findMany({
      where: { organizationId: dora.organizationId, target: `webhook:${id}` },
      orderBy: { sequence: 'asc' },
    })
    expect(entries.map(({ action, allowed }) => [action, allowed])).toEqual([
      ['webhook.created', true],
      ['webhook.changed', true],
      ['webhook.rotated', true],
      ['webhook.deleted', false],
      ['webhook.deleted', true],
    ])
    expect(JSON.stringify(entries)).not.toContain('127.0.0.1')
  })

  it('is not to be had while the flag is off', async () => {
    const flags = database().prisma.featureFlag
    await flags.create({ data: { name: 'FF_WEBHOOKS', enabled: false } })
    // A pool of its own has not read the flags yet.
    const pool = new pg.Pool({ connectionString: own.url })
    const ctx = { ...alice.ctx, pool }
    await expect(listWebhooks(ctx, { limit: 1 })).rejects.toEqual(code('E9010'))
    await expect(make(ctx, 'https://example.com/')).rejects.toEqual(code('E9010'))
    await Promise.all([pool.end(), flags.delete({ where: { name: 'FF_WEBHOOKS' } })])
  })
})

describe('what is sent', () => {
  it('is the event, signed over the bytes that arrive', async () => {
    const { url, received } = receiver({ statuses: [202], body: 'thanks', headers: { 'retry-after': '9' } })
    const made = await make(alice.ctx, url)
    const sent = event({ text: 'Zoë <script>alert(1)</script> \u2028 🚲' })
    const answer = await sendWebhook(await pushTo(made.id), sent, new Date())
    expect(answer).toEqual({
      kind: 'answered',
      status: 202,
      text: 'thanks',
      durationMs: expect.any(Number),
      retryAfterSeconds: 9,
    })

    const [{ headers, body, json }] = received() as [One]
    expect(json).toEqual({
      id: sent.id,
      type: 'order.placed',
      timestamp: '2026-11-22T10:00:00.123Z',
      subject: 'order-7',
      sequence: 3,
      source: 'client',
      data: sent.data,
      metadata: { subject: 'order-7' },
      created_at: '2026-11-22T10:00:00.123Z',
    })
    expect(headers).toMatchObject({ 'webhook-id': sent.id, 'content-type': 'application/json' })
    expect(Math.abs(Number(headers['webhook-timestamp']) - Date.now() / 1000)).toBeLessThan(5)
    expect(accepts(made.secret, headers, body)).toBe(true)
    expect(new Webhook(made.secret).verify(body, headers)).toEqual(json)
  })

  it('carries both signatures for 24 hours after a rotation, and one of a second rotation’s three', async () => {
    const { url, received } = receiver()
    const { id, secret: first } = await make(alice.ctx, url)
    const now = new Date()
    const { secret: second, previous_secret_until } = await rotateWebhook(at(alice.ctx, now), { id })
    expect(previous_secret_until).toEqual(addSeconds(now, 86_400))

    const acceptedAt = async (when: Date, secrets: string[]) => {
      await sendWebhook(await pushTo(id), event(), when)
      const { headers, body } = received().at(-1) as One
      return secrets.map((secret) => accepts(secret, headers, body))
    }
    expect(await acceptedAt(addSeconds(now, 86_399), [first, second])).toEqual([true, true])
    expect(await acceptedAt(addSeconds(now, 86_400), [first, second])).toEqual([false, true])

    const { secret: third } = await rotateWebhook(at(alice.ctx, addSeconds(now, 60)), { id })
    expect(await acceptedAt(addSeconds(now, 61), [first, second, third])).toEqual([false, true, true])
    const after = await getWebhook(at(alice.ctx, addSeconds(now, 90_000)), { id })
    expect(after.previous_secret_until).toBeNull()
  })

  it('goes nowhere when the name changed since it was saved, and nothing is kept', async () => {
    const { url, received } = receiver()
    const { id } = await make(alice.ctx, url)
    const { port } = new URL(url)
    const addresses = ['93.184.215.14']
    const guard: Guard = { allowed: [], resolve: async () => addresses }
    const to = { ...(await pushTo(id)), url: `https://rebind.example.com:${port}/hook` }

    addresses[0] = '127.0.0.1'
    expect(await sendGuarded(guard, to, event(), new Date())).toEqual({
      kind: 'refused',
      reason: 'We send to public addresses only, and the name rebind.example.com leads elsewhere.',
    })
    addresses.pop()
    expect(await sendGuarded(guard, to, event(), new Date())).toMatchObject({ kind: 'failed' })
    expect(received()).toEqual([])
  })

  it('follows no redirect inside', async () => {
    const inside = receiver()
    const { url } = receiver({ statuses: [307], headers: { location: inside.url } })
    const { id } = await make(alice.ctx, url)
    expect(await sendWebhook(await pushTo(id), event(), new Date())).toMatchObject({ kind: 'answered', status: 307 })
    expect(inside.received()).toEqual([])
  })

  it('is not sent unsigned when the secret cannot be opened', async () => {
    const { url, received } = receiver()
    const { id } = await make(alice.ctx, url)
    const other = await make(alice.ctx, url)
    const mixed = { ...(await pushTo(id)), secret: (await pushTo(other.id)).secret }
    expect(await sendWebhook(mixed, event(), new Date())).toMatchObject({ kind: 'failed' })
    expect(received()).toEqual([])
  })
})

describe('a test', () => {
  it('is sent at once, signed, also to a disabled one, and tells the answer', async () => {
    const { url, received } = receiver({ statuses: [503], body: '<b>busy</b>' })
    const { id, secret } = await make(alice.ctx, url)
    await patchWebhook(alice.ctx, { id, enabled: false })
    const told = await testWebhook(alice.ctx, { id })
    expect(told).toEqual({
      event_id: received()[0]?.headers['webhook-id'],
      delivered: false,
      status: 503,
      duration_ms: expect.any(Number),
      reason: null,
      answer: '<b>busy</b>',
    })
    const [{ headers, body, json }] = received() as [One]
    expect(accepts(secret, headers, body)).toBe(true)
    expect(json).toMatchObject({ type: 'endpoint.test', subject: id, data: { endpoint_id: id, status: 'DISABLED' } })
  })

  it('says when nobody answers, and refuses an address that has become unsafe', async () => {
    const gone = await startReceiver()
    await gone.stop()
    const { id } = await make(alice.ctx, gone.url)
    expect(await testWebhook(alice.ctx, { id })).toMatchObject({
      delivered: false,
      status: null,
      reason: 'CONNECTION_REFUSED: The connection was refused.',
      answer: null,
    })
    await database().prisma.endpoint.update({ where: { id }, data: { url: 'https://169.254.169.254/' } })
    await expect(testWebhook(alice.ctx, { id })).rejects.toEqual(code('E6001'))
  })
})
