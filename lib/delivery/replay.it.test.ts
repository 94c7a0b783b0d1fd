import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { endpointRow, publishedRow } from '@/test/factories/endpoints'
import type { TestDatabase } from '@/test/services/database'
import { fanOut } from './fan-out'
import { countDeliveries, findDeliveries, findDelivery } from './list-store'
import { REPLAY_LIMIT, type Replay, replay } from './replay'

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

const NOW = new Date()
/** Other tests’ transactions on this server hold the log back. */
const READY = { timeout: 15_000, interval: 10 }
const LATER = addSeconds(NOW, 3_600)
let organizationId: string
let id: string
beforeEach(async () => {
  organizationId = newId()
  id = await endpointRow(db.pool, { organizationId, eventTypes: ['order.*'] })
})

const publish = (event: Partial<Parameters<typeof publishedRow>[1]> = {}) =>
  publishedRow(db.pool, { organizationId, now: NOW, ...event })
const again = (input: Replay, now = LATER) =>
  inTransaction({ db: db.prisma, pool: db.pool }, async (tx) => (await replay(tx, input, now)).replayed)
const list = (query: Partial<Parameters<typeof findDeliveries>[1]> = {}) =>
  findDeliveries(sqlOver(db.pool), { endpointId: id, status: undefined, after: null, limit: 50, ...query })

/** As after a first round: each event has one try and is delivered. */
async function delivered(eventIds: string[]): Promise<void> {
  await expect
    .poll(async () => {
      await fanOut({ pool: db.pool, now: NOW })
      return (await list()).filter(({ event_id }) => eventIds.includes(event_id)).length
    }, READY)
    .toBe(eventIds.length)
  await db.pool.query(
    `UPDATE deliveries SET status = 'DELIVERED', attempts = 1, failures = 1, due_at = NULL, ended_at = $2
     WHERE event_id = ANY($1)`,
    [eventIds, NOW],
  )
  await db.pool.query(
    `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome, status_code)
     SELECT $1, unnest($2::uuid[]), 1, $3, 'RETRY', 500`,
    [id, eventIds, NOW],
  )
}
/** Nobody's transaction keeps the newest events from being read any more. */
async function readable(eventId: string): Promise<void> {
  await expect
    .poll(async () => {
      const { rows } = await db.pool.query(
        'SELECT 1 FROM events WHERE id = $1 AND tx < pg_snapshot_xmin(pg_current_snapshot())',
        [eventId],
      )
      return rows.length
    }, READY)
    .toBe(1)
}

describe('a replay', () => {
  it('of one event begins a new round, and the tries go on counting', async () => {
    const eventId = await publish()
    await delivered([eventId])
    expect(await again({ endpointId: id, eventIds: [eventId] })).toBe(1)
    expect(await findDelivery(sqlOver(db.pool), id, eventId)).toMatchObject({
      status: 'PENDING',
      attempts: 1,
      failures: 0,
      due_at: LATER,
      reason: null,
      ended_at: null,
      tries: [{ number: 1, status_code: 500 }],
    })
  })

  it('of one event sends it though no filter matches, and never one of another organization', async () => {
    const unwanted = await publish({ type: 'challenge.sent' })
    const foreign = await publish({ organizationId: newId() })
    await readable(foreign)
    expect(await again({ endpointId: id, eventIds: [unwanted, foreign] })).toBe(1)
    expect((await list()).map(({ event_id }) => event_id)).toEqual([unwanted])
  })

  it('of a time takes what matches and happened in it, delivered or not', async () => {
    const times = [-1, 0, 5, 10].map((seconds) => addSeconds(NOW, seconds))
    const events: string[] = []
    for (const now of times) events.push(await publish({ now }))
    await publish({ type: 'challenge.sent', now: addSeconds(NOW, 5) })
    await delivered(events.slice(0, 3))
    expect(await again({ endpointId: id, from: NOW, to: addSeconds(NOW, 10) })).toBe(2)
    const open = (await list({ status: 'PENDING' })).map(({ event_id }) => event_id)
    expect(open.toSorted()).toEqual(expect.arrayContaining(events.slice(1, 3)))
    expect(open).not.toContain(events[0])
  })

  it('of what is missing takes dead ones and those never laid down, and leaves the rest', async () => {
    const events: string[] = []
    for (let n = 0; n < 3; n++) events.push(await publish())
    await delivered(events)
    await db.pool.query("UPDATE deliveries SET status = 'DEAD' WHERE event_id = $1", [events[0]])
    await db.pool.query('DELETE FROM deliveries WHERE event_id = $1', [events[1]])
    expect(await again({ endpointId: id, missing: true })).toBe(2)
    expect((await list({ status: 'PENDING' })).map(({ event_id }) => event_id)).toEqual([events[1], events[0]])
    expect((await countDeliveries(sqlOver(db.pool), [id])).get(id)).toEqual({
      PENDING: 2,
      RETRYING: 0,
      DELIVERED: 1,
      DEAD: 0,
    })
  })

  it('never takes as missing what is older than deliveries are kept, for it may have arrived', async () => {
    const eventId = await publish()
    await readable(eventId)
    const days = (count: number) => addSeconds(NOW, count * 24 * 60 * 60)
    expect(await again({ endpointId: id, missing: true }, days(91))).toBe(0)
    expect(await again({ endpointId: id, missing: true }, days(89))).toBe(1)
  })

  it('looks for what is missing in steps, and goes on from where its time was over', async () => {
    const events: string[] = []
    for (let n = 0; n < 5; n++) events.push(await publish())
    await delivered(events.slice(0, 3))
    await readable(events[4] ?? '')
    const search = (after: string | undefined, ms: number) =>
      inTransaction({ db: db.prisma, pool: db.pool }, (tx) =>
        replay(tx, { endpointId: id, missing: true, after }, LATER, { events: 2, ms }),
      )
    await db.pool.query('DELETE FROM deliveries WHERE event_id = ANY($1)', [events.slice(3)])
    expect(await search(undefined, 0)).toEqual({ replayed: 0, next: events[1] })
    expect(await search(events[1], 0)).toEqual({ replayed: 1, next: events[3] })
    expect(await search(undefined, 2_000)).toEqual({ replayed: 1, next: null })
    expect((await list({ status: 'PENDING' })).map(({ event_id }) => event_id)).toEqual([events[4], events[3]])
  })

  it('leaves out what happened before the endpoint was there', async () => {
    await readable(await publish({ now: addSeconds(NOW, -10) }))
    await db.pool.query('UPDATE endpoints SET created_at = $2 WHERE id = $1', [id, NOW])
    expect(await again({ endpointId: id, missing: true })).toBe(0)
  })

  it('refuses a time with more events than may be replayed at once, and takes so many of what is missing', async () => {
    await inSqlTransaction(db, async (sql) => {
      await sql.$executeRaw`
        INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, created_at)
        SELECT (left(uuid_floor(${NOW.toISOString()}::timestamptz)::text, 14) || '7' || right(gen_random_uuid()::text, 21))::uuid,
          gen_random_uuid(), ${organizationId}::uuid, 'order.made', 'many', n, 'test', '{}',
          ${NOW.toISOString()}::timestamptz
        FROM generate_series(1, ${REPLAY_LIMIT + 3}::int) AS n`
    })
    await readable(await publish())
    expect(await again({ endpointId: id, missing: true })).toBe(REPLAY_LIMIT)
    expect(await again({ endpointId: id, missing: true })).toBe(4)
    expect(await again({ endpointId: id, missing: true })).toBe(0)
    const wide = { endpointId: id, from: addSeconds(NOW, -60), to: addSeconds(NOW, 1) }
    await expect(again(wide)).rejects.toMatchObject({ code: 'E9004' })
    expect(await again({ ...wide, to: NOW })).toBe(0)
  })
})

describe('the list', () => {
  it('goes through all of them, newest first, by state and with their tries', async () => {
    const events: string[] = []
    for (let n = 0; n < 3; n++) events.push(await publish())
    await delivered(events)
    const [first, second] = await list({ limit: 2 })
    expect([first?.event_id, second?.event_id]).toEqual([events[2], events[1]])
    expect((await list({ limit: 2, after: second?.event_id ?? null })).map(({ event_id }) => event_id)).toEqual([
      events[0],
    ])
    expect(first?.tries).toMatchObject([{ number: 1, outcome: 'RETRY', status_code: 500, at: NOW }])
    expect(await list({ status: 'DEAD' })).toEqual([])
  })
})
