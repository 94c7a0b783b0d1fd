import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Ctx, UserActor } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { beginShutdown } from '@/lib/http/shutdown'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { MAX_STREAMS_PER_USER } from './open-streams'
import { publish } from './publish'
import { streamEvents } from './stream-events'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

let actor: UserActor
beforeEach(async () => {
  actor = await signedIn()
})

async function signedIn(): Promise<UserActor> {
  const [userId, organizationId, sessionId] = [newId(), newId(), newId()]
  const expiresAt = new Date(Date.now() + 3_600_000)
  await db.prisma.user.create({ data: { id: userId } })
  await db.prisma.organization.create({ data: { id: organizationId, name: 'Mine', personal: true } })
  await db.prisma.membership.create({ data: { userId, organizationId, role: 'owner' } })
  await db.prisma.session.create({
    data: { id: sessionId, userId, kind: 'token', address: '0x', chainId: 1, expiresAt },
  })
  const wallet = { address: '0x', chainId: 1 }
  return {
    kind: 'user',
    userId,
    organizationId,
    role: 'owner',
    wallet,
    via: 'token',
    sessionId,
    keyId: null,
    scopes: null,
  }
}

const context = (): Ctx<UserActor> => ({ actor, now: new Date(), requestId: newId(), db: db.prisma, pool: db.pool })

/** What a client of the stream sees: messages with their ids, comments apart. */
async function connect({ lastEventId, heartbeatMs }: { lastEventId?: string; heartbeatMs?: number } = {}) {
  const abort = new AbortController()
  const headers = new Headers(lastEventId ? { 'last-event-id': lastEventId } : {})
  const request = new Request('http://localhost/api/v1/events/stream', { headers, signal: abort.signal })
  const response = await streamEvents(context(), request, heartbeatMs)
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader()
  if (!reader) throw new Error('no body')

  let buffer = ''
  const nextBlock = async (): Promise<string | null> => {
    while (!buffer.includes('\n\n')) {
      const { value, done } = await reader.read()
      if (done) return null
      buffer += value
    }
    const end = buffer.indexOf('\n\n')
    const block = buffer.slice(0, end)
    buffer = buffer.slice(end + 2)
    return block
  }
  const nextEvent = async () => {
    for (;;) {
      const block = await nextBlock()
      if (block === null) return null
      const data = /^data: (.*)$/m.exec(block)?.[1]
      if (data) return { lastEventId: /^id: (.*)$/m.exec(block)?.[1] ?? '', ...JSON.parse(data) }
    }
  }
  return { response, nextBlock, nextEvent, abort: () => abort.abort(), cancel: () => reader.cancel() }
}

const tell = (subject: string, organizationId = actor.organizationId) =>
  inSqlTransaction(db, (sql) =>
    publish(sql, {
      type: 'challenge.locked',
      subject,
      organizations: [{ organizationId, data: { challenge_id: subject } }],
      now: new Date('2026-11-20T12:00:00Z'),
    }),
  )

describe('the event stream', () => {
  it('starts now and tells what happens in the caller’s organization', async () => {
    await tell('before')
    const client = await connect()
    expect(client.response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(client.response.headers.get('cache-control')).toMatch(/no-store/)
    await tell('a stranger’s', newId())
    await tell('now')

    const events = [await client.nextEvent()]
    if (events[0].subject === 'before') events.push(await client.nextEvent())
    expect(events.at(-1)).toEqual({
      lastEventId: expect.stringMatching(/^\d+:[0-9a-f-]{36}$/),
      id: expect.any(String),
      type: 'challenge.locked',
      subject: 'now',
      sequence: 1,
      source: 'desk',
      data: { challenge_id: 'now' },
      metadata: {},
      created_at: '2026-11-20T12:00:00.000Z',
    })
    await client.cancel()
  })

  it('resumes after the last event a client had', async () => {
    const first = await connect()
    await tell('one')
    const one = await first.nextEvent()
    await first.cancel()
    await tell('two')
    await tell('three')

    const second = await connect({ lastEventId: one.lastEventId })
    expect([(await second.nextEvent()).subject, (await second.nextEvent()).subject]).toEqual(['two', 'three'])
    await second.cancel()
  })

  it('resumes from the greeting of a client that was cut off before its first event', async () => {
    const first = await connect()
    const greeting = /^id: (.*)$/m.exec((await first.nextBlock()) ?? '')?.[1]
    await first.cancel()
    await tell('missed')

    const second = await connect({ lastEventId: greeting ?? '' })
    expect((await second.nextEvent()).subject).toBe('missed')
    await second.cancel()
  })

  it('refuses a Last-Event-ID it never gave', async () => {
    await expect(connect({ lastEventId: 'yesterday' })).rejects.toMatchObject({ code: 'E9004' })
  })

  it('waits for a late commit and then tells both in order', async () => {
    const client = await connect()
    const open = await db.pool.connect()
    await open.query('BEGIN')
    await publish(sqlOver(open), {
      type: 'challenge.sent',
      subject: 'early',
      organizations: [{ organizationId: actor.organizationId, data: {} }],
      now: new Date(),
    })
    await tell('late')
    const first = client.nextEvent()
    expect(await Promise.race([first, new Promise((resolve) => setTimeout(() => resolve('nothing yet'), 600))])).toBe(
      'nothing yet',
    )

    await open.query('COMMIT')
    open.release()
    expect((await first).subject).toBe('early')
    expect((await client.nextEvent()).subject).toBe('late')
    await client.cancel()
  })

  it('beats, and ends at the beat after the session was revoked', async () => {
    const client = await connect({ heartbeatMs: 50 })
    await client.nextBlock()
    expect(await client.nextBlock()).toBe(': heartbeat')

    await db.prisma.session.update({ where: { id: actor.sessionId ?? '' }, data: { revokedAt: new Date() } })
    await expect.poll(() => client.nextBlock()).toBeNull()
  })

  it.each(['left the organization', 'erased the account', 'revoked the key'])(
    'ends for a user who %s',
    async (what) => {
      const { userId, organizationId } = actor
      const keyId = newId()
      const key = {
        id: keyId,
        publicId: keyId,
        organizationId,
        userId,
        name: 'k',
        secretHash: 'h',
        scopes: ['events:read'],
      }
      await db.prisma.apiKey.create({ data: key })
      actor = { ...actor, via: 'key', sessionId: null, keyId }
      const client = await connect({ heartbeatMs: 50 })
      await client.nextBlock()
      expect(await client.nextBlock()).toBe(': heartbeat')

      if (what.startsWith('left')) await db.prisma.membership.deleteMany({ where: { userId } })
      if (what.startsWith('erased'))
        await db.prisma.user.update({ where: { id: userId }, data: { erasedAt: new Date() } })
      if (what.startsWith('revoked'))
        await db.prisma.apiKey.update({ where: { id: keyId }, data: { revokedAt: new Date() } })
      await expect.poll(() => client.nextBlock()).toBeNull()
    },
  )

  it('lets one user have so many and no more, and counts those that ended no longer', async () => {
    const clients = await Promise.all(Array.from({ length: MAX_STREAMS_PER_USER }, () => connect()))
    await expect(connect()).rejects.toMatchObject({ code: 'E9003' })

    clients[0]?.abort()
    await expect.poll(() => clients[0]?.nextBlock()).toBeNull()
    const another = await connect()
    await Promise.all([...clients.slice(1), another].map((client) => client.cancel()))
  })

  it('ends when the server stops', async () => {
    const client = await connect()
    await client.nextBlock()
    beginShutdown()
    expect(await client.nextBlock()).toBeNull()
  })
})
