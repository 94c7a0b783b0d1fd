import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { DESK_CHAIN } from '@/lib/audit/desk-chain'
import { verifyAudit } from '@/lib/audit/entry'
import { findEntries } from '@/lib/audit/store'
import { setMillisecondsAhead } from '@/lib/clock'
import { type Ctx, systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { cutoffsOf } from './cutoffs'
import { endForgotten } from './end-forgotten'
import { ensureMonths } from './ensure-months'
import { keepRetention } from './retention.job'
import { listPartitions } from './store'
import { withLocks } from './with-locks'

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

const KEPT = { RETENTION_EVENT_DAYS: 400, RETENTION_DELIVERY_DAYS: 90, RETENTION_LOG_DAYS: 7 }
const NOW = new Date('2026-11-21T10:00:00.000Z')
const organization = newId()
const [inbox, push] = [newId(), newId()]
let ctx: Ctx
let sequence = 0

beforeEach(async () => {
  ctx = systemContext('retention', NOW)
  sequence = 0
  await db.pool.query(`TRUNCATE events, deliveries, delivery_attempts, inbox_heads, log_lines, call_minutes, messages`)
  await db.pool.query(`SELECT ensure_log_months('2025-08-01', '2026-11-01')`)
  await db.pool.query(`UPDATE fan_out SET tx = pg_current_xact_id(), last_id = '00000000-0000-0000-0000-000000000000'`)
})

/** A UUIDv7 of that instant. */
const idAt = (at: string) => {
  const time = Date.parse(at).toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${randomUUID().slice(15)}`
}
async function event(at: string) {
  const id = idAt(at)
  await db.pool.query(
    `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, tx, created_at)
     VALUES ($1, $1, $2, 'test.happened', 'subject', $3, 'test', '{}', '3', $4)`,
    [id, organization, ++sequence, at],
  )
  return id
}
type State = 'open' | 'delivered'
async function delivery(at: string, endpoint: string, state: State, updated = at) {
  const id = await event(at)
  const [ordered, open] = [endpoint === inbox, state === 'open']
  await db.pool.query(
    `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, attempts, due_at, ordered, created_at, updated_at, ended_at)
     VALUES ($1, $2, $3, 'test.happened', 'subject', $4, $5, 1, $6, $7, $8, $9, $10)`,
    [
      endpoint,
      id,
      organization,
      sequence,
      open ? 'RETRYING' : 'DELIVERED',
      open && !ordered ? updated : null,
      ordered,
      at,
      updated,
      open ? null : updated,
    ],
  )
  await db.pool.query(
    `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome) VALUES ($1, $2, 1, $3, 'RETRY')`,
    [endpoint, id, updated],
  )
  return id
}
async function head(id: string) {
  await db.pool.query(
    `INSERT INTO inbox_heads (endpoint_id, subject, event_id, sequence, visible_at)
     SELECT endpoint_id, subject, event_id, sequence, created_at FROM deliveries WHERE event_id = $1`,
    [id],
  )
}
const ids = async (table: string, column = 'event_id') =>
  (await db.pool.query<Record<string, string>>(`SELECT ${column} FROM ${table} ORDER BY 1`)).rows.map(
    (row) => row[column],
  )
/** Whether somebody of this desk waits for a lock in a statement about `table`. */
const waiting = async (table: string) => {
  const { rowCount } = await db.pool.query(
    `SELECT 1 FROM pg_stat_activity
     WHERE datname = current_database() AND wait_event_type = 'Lock' AND query LIKE '%' || $1 || '%' AND pid <> pg_backend_pid()`,
    [table],
  )
  return rowCount !== 0
}
const months = async (table: string) =>
  (await listPartitions(sqlOver(db.pool))).filter((one) => one.table === table).flatMap(({ month }) => month ?? [])

describe('retention', () => {
  it('drops months that are older than they are kept, with everything in them, and no younger one', async () => {
    const [ancient, old, recent] = [
      await delivery('2025-09-10T00:00:00.000Z', push, 'delivered'),
      await delivery('2026-07-10T00:00:00.000Z', push, 'delivered'),
      await delivery('2026-11-10T00:00:00.000Z', push, 'delivered'),
    ]
    const done = await keepRetention(ctx, KEPT)
    expect(done.dropped_months).toContain('events 2025-09')
    expect(done.dropped_months).toContain('deliveries 2026-07')
    expect(done.dropped_months).toContain('delivery_attempts 2026-07')
    expect(await ids('events', 'id')).toEqual([old, recent])
    expect(await ids('deliveries')).toEqual([recent])
    expect(await ids('delivery_attempts')).toEqual([recent])
    expect(await ids('events', 'id')).not.toContain(ancient)
    expect((await months('events'))[0]).toBe('2025-10-01')
    expect((await months('deliveries'))[0]).toBe('2026-08-01')

    expect((await keepRetention(ctx, KEPT)).dropped_months).toEqual([])
  })

  it('takes old days out of the month they end in', async () => {
    const young = await delivery('2026-08-24T00:00:00.000Z', push, 'delivered')
    await delivery('2026-08-22T00:00:00.000Z', push, 'delivered')
    const replayed = await delivery('2026-08-21T00:00:00.000Z', push, 'delivered', '2026-11-01T00:00:00.000Z')
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ deleted_deliveries: 1 })
    expect(await ids('deliveries')).toEqual([replayed, young])
    expect(await ids('delivery_attempts')).toEqual([replayed, young])
    expect(await ids('events', 'id')).toHaveLength(3)
  })

  it('drops a month of deliveries and of their tries at once or not at all', async () => {
    await db.pool.query(`SELECT ensure_log_months('2026-07-01', '2026-07-01')`)
    await delivery('2026-07-10T00:00:00.000Z', push, 'delivered')
    const reader = await db.pool.connect()
    await reader.query('BEGIN; LOCK TABLE delivery_attempts IN ACCESS SHARE MODE')
    const dropping = keepRetention(ctx, KEPT)
    await expect.poll(() => waiting('drop_log_month'), { interval: 10 }).toBe(true)
    await expect.poll(() => waiting('drop_log_month'), { interval: 10 }).toBe(false)
    expect(await months('deliveries')).toContain('2026-07-01')
    await reader.query('COMMIT')
    reader.release()
    const { dropped_months } = await dropping
    expect(dropped_months).toEqual(expect.arrayContaining(['deliveries 2026-07', 'delivery_attempts 2026-07']))
  })

  it('leaves what happened just now on a desk whose clock is years ahead', async () => {
    const just = await delivery('2026-11-21T09:00:00.000Z', push, 'delivered', '2029-11-21T09:00:00.000Z')
    const stray = await event('2027-06-01T00:00:00.000Z')
    const later = new Date('2029-11-21T10:00:00.000Z')
    setMillisecondsAhead(later.getTime() - NOW.getTime())
    const { dropped_months } = await keepRetention({ ...ctx, now: later }, KEPT).finally(() => setMillisecondsAhead(0))
    expect(dropped_months).not.toContain('deliveries 2026-11')
    expect(await ids('events', 'id')).toEqual([just, stray])
    expect(await ids('deliveries')).toEqual([just])
    expect(await ids('delivery_attempts')).toEqual([just])
  })

  it('leaves a month in which something is open that was touched lately', async () => {
    const open = await delivery('2026-07-10T00:00:00.000Z', push, 'open', '2026-11-20T00:00:00.000Z')
    const done = await keepRetention(ctx, KEPT)
    expect(done.dropped_months).not.toContain('deliveries 2026-07')
    expect(done.dropped_months).not.toContain('delivery_attempts 2026-07')
    expect(await ids('deliveries')).toEqual([open])
    expect(await ids('delivery_attempts')).toEqual([open])
  })

  it('ends what nobody came for, and leads the inbox on to its next item', async () => {
    const forgotten = await delivery('2026-07-10T00:00:00.000Z', inbox, 'open')
    await delivery('2026-07-11T00:00:00.000Z', inbox, 'open')
    const next = await delivery('2026-11-10T00:00:00.000Z', inbox, 'open')
    await delivery('2026-07-12T00:00:00.000Z', push, 'open')
    await head(forgotten)
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ ended_deliveries: 3, moved_heads: 0 })
    expect(await ids('deliveries')).toEqual([next])
    expect(await ids('inbox_heads')).toEqual([next])
  })

  it('leaves an item whose lease is running, also one that was leased a moment ago, and ends it after that', async () => {
    const leased = await delivery('2026-07-10T00:00:00.000Z', inbox, 'open')
    await delivery('2026-07-11T00:00:00.000Z', inbox, 'open')
    await head(leased)
    const lease = (until: string) => `UPDATE inbox_heads SET handle = gen_random_uuid(), visible_at = '${until}'`
    const running = lease('2026-11-21T10:00:30.000Z')

    const consumer = await db.pool.connect()
    await consumer.query('BEGIN')
    await consumer.query(running)
    const ending = endForgotten(ctx, cutoffsOf(KEPT, NOW).deliveries)
    await expect.poll(() => waiting('inbox_heads')).toBe(true)
    await consumer.query('COMMIT')
    consumer.release()
    expect(await ending).toBe(1)
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ ended_deliveries: 0 })
    expect(await ids('inbox_heads')).toEqual([leased])
    expect(await ids('deliveries')).toContain(leased)

    await db.pool.query(lease('2026-11-21T10:00:00.000Z'))
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ ended_deliveries: 1 })
    expect(await ids('inbox_heads')).toEqual([])
  })

  it('takes away a head with nothing left behind it, also one whose item was deleted by hand', async () => {
    await head(await delivery('2026-07-10T00:00:00.000Z', inbox, 'open'))
    await keepRetention(ctx, KEPT)
    expect(await ids('inbox_heads')).toEqual([])

    await head(await delivery('2026-08-10T00:00:00.000Z', inbox, 'open'))
    await db.pool.query('DELETE FROM deliveries')
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ moved_heads: 1 })
    expect(await ids('inbox_heads')).toEqual([])
  })

  it('never drops events that endpoints were not given yet', async () => {
    const id = await event('2025-09-10T00:00:00.000Z')
    await db.pool.query(`UPDATE fan_out SET tx = '2'`)
    expect((await keepRetention(ctx, KEPT)).dropped_months).not.toContain('events 2025-09')
    expect(await ids('events', 'id')).toEqual([id])
  })

  it('cleans the catch-all too', async () => {
    await delivery('2024-03-01T00:00:00.000Z', push, 'delivered')
    const kept = await event('2031-01-01T00:00:00.000Z')
    expect(await keepRetention(ctx, KEPT)).toMatchObject({ deleted_deliveries: 1, deleted_events: 1 })
    expect(await ids('events', 'id')).toEqual([kept])
  })

  it('takes old lines, numbers and letters', async () => {
    const line = (at: string) =>
      db.pool.query(`INSERT INTO log_lines (id, at, level, source, message) VALUES ($1, $2, 'info', 'test', 'x')`, [
        idAt(at),
        at,
      ])
    const minute = (at: string) =>
      db.pool.query(`INSERT INTO call_minutes VALUES ($1, $2, 'GET /', '2xx', 1, 1, '{}')`, [organization, at])
    const letter = (key: string, status: string, ended: string | null) =>
      db.pool.query(
        `INSERT INTO messages (id, key, channel, template, status, created_at, ended_at)
         VALUES ($1, $2, 'EMAIL', 'x', $3, '2026-01-01', $4)`,
        [newId(), key, status, ended],
      )
    await line('2026-11-13T00:00:00.000Z')
    await line('2026-11-20T00:00:00.000Z')
    await minute('2026-08-01T00:00:00.000Z')
    await minute('2026-11-01T00:00:00.000Z')
    await letter('sent', 'SENT', '2026-08-01')
    await letter('waiting', 'PENDING', null)
    await letter('new', 'FAILED', '2026-11-01')
    expect(await keepRetention(ctx, KEPT)).toMatchObject({
      deleted_lines: 1,
      deleted_call_minutes: 1,
      deleted_messages: 1,
    })
    expect(await ids('messages', 'key')).toEqual(['new', 'waiting'])
  })

  it('says in the desk’s own log what it did, and nothing when there was nothing', async () => {
    const entries = () =>
      findEntries(sqlOver(db.pool), {
        organizationId: DESK_CHAIN,
        action: 'retention.done',
        actor: 'desk',
        target: undefined,
        allowed: undefined,
        order: 'oldest',
        after: null,
        limit: 200,
      })
    await keepRetention(ctx, KEPT)
    const before = (await entries()).length
    await keepRetention(ctx, KEPT)
    expect(await entries()).toHaveLength(before)

    await db.pool.query(`SELECT ensure_log_months('2026-07-01', '2026-07-01')`)
    await delivery('2026-07-10T00:00:00.000Z', push, 'delivered')
    await keepRetention(ctx, KEPT)
    const rows = await entries()
    expect(rows).toHaveLength(before + 1)
    expect(rows.at(-1)?.details).toMatchObject({ dropped_months: ['deliveries 2026-07', 'delivery_attempts 2026-07'] })
    expect(verifyAudit(rows)).toMatchObject({ ok: true })
  })
})

describe('making and dropping months', () => {
  it('makes those to come, once', async () => {
    await db.pool.query(`
      DO $$ DECLARE t text; BEGIN
        FOREACH t IN ARRAY '{events,deliveries,delivery_attempts}'::text[] LOOP
          EXECUTE format('DROP TABLE %I', t || '_' || to_char(now() AT TIME ZONE 'UTC' + interval '2 months', 'YYYYMM'));
        END LOOP; END $$`)
    expect(await Promise.all([ensureMonths(db.pool), ensureMonths(db.pool)])).toEqual(expect.arrayContaining([3, 0]))
    expect(await ensureMonths(db.pool)).toBe(0)
  })

  it('waits for a busy table only for a moment, so that nobody waits behind it, and comes again', async () => {
    await delivery('2026-07-10T00:00:00.000Z', push, 'delivered')
    const reader = await db.pool.connect()
    await reader.query('BEGIN')
    await reader.query('SELECT count(*) FROM deliveries')
    const drop = (tries: number) =>
      withLocks(db.pool, async (sql) => sql.$executeRaw`SELECT drop_log_month('deliveries', '2026-07-01')`, tries)
    // The reader lets go only below: waiting for it would take for ever.
    expect(await drop(1)).toBeNull()

    const dropping = drop(12)
    await reader.query('COMMIT')
    reader.release()
    expect(await dropping).toBe(1)
    expect(await months('deliveries')).not.toContain('2026-07-01')
  })
})
