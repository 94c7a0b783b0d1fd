import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { Ctx, UserActor } from '@/lib/context'
import { type Database, openDatabase } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import type { EventType } from './catalogue'
import { listEvents } from './list-events'
import { publish } from './publish'
import { EventFilter } from './schemas'

let fresh: TestDatabase
let db: Database
const organizationId = newId()
beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
  await tell('challenge.created', 'a')
  await tell('challenge.sent', 'a')
  await tell('receipt.issued', 'r')
  await tell('challenge.created', 'b')
  await tell('challenge.created', 'c', newId())
  // Other tests' transactions on the same server hold the log back for a moment.
  await vi.waitFor(async () => expect((await list()).data).toHaveLength(4), 10_000)
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const tell = (type: EventType, subject: string, to = organizationId) =>
  inSqlTransaction(db, (sql) =>
    publish(sql, { type, subject, organizations: [{ organizationId: to, data: {} }], now: new Date() }),
  )

const actorOf = (organization: string): UserActor => ({
  kind: 'user',
  userId: newId(),
  organizationId: organization,
  role: 'member',
  wallet: { address: '0x', chainId: 1 },
  via: 'token',
  sessionId: null,
  keyId: null,
  scopes: null,
})
const list = (query: object = {}, organization = organizationId) => {
  const ctx: Ctx<UserActor> = {
    actor: actorOf(organization),
    now: new Date(),
    requestId: 'r',
    db: db.prisma,
    pool: db.pool,
  }
  return listEvents(ctx, EventFilter.parse(query))
}
const told = async (query: object) => (await list(query)).data.map(({ type, subject }) => `${type} ${subject}`)

const NEWEST = ['challenge.created b', 'receipt.issued r', 'challenge.sent a', 'challenge.created a']

describe('the list of events', () => {
  it('is the caller’s organization’s alone, newest first', async () => {
    expect(await told({})).toEqual(NEWEST)
    expect((await list({}, newId())).data).toEqual([])
  })

  it('can be read from the oldest on', async () => {
    expect(await told({ order: 'oldest' })).toEqual(NEWEST.toReversed())
  })

  it.each(['newest', 'oldest'])('comes in pages that together are the whole (%s)', async (order) => {
    const first = await list({ order, limit: 3 })
    const second = await list({ order, limit: 3, cursor: first.next_cursor })

    expect(first.data).toHaveLength(3)
    expect(second.next_cursor).toBeNull()
    expect([...first.data, ...second.data]).toEqual((await list({ order })).data)
  })

  it('narrows to a type, a noun or a subject', async () => {
    expect(await told({ type: 'challenge.created' })).toEqual(['challenge.created b', 'challenge.created a'])
    expect(await told({ type: 'challenge.*' })).toEqual([NEWEST[0], NEWEST[2], NEWEST[3]])
    expect(await told({ subject: 'a' })).toEqual([NEWEST[2], NEWEST[3]])
    expect(await told({ subject: 'a', type: 'receipt.*' })).toEqual([])
  })

  it('refuses a cursor of another list', async () => {
    const { next_cursor: cursor } = await list({ limit: 1 })
    await expect(list({ limit: 1, cursor, order: 'oldest' })).rejects.toMatchObject({ code: 'E9004' })
  })
})
