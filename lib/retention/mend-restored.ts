import pg from 'pg'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'

const BATCH = 5_000

export type Mended = { before: number; after: number; lines: number }

/**
 * Places in the log are transaction ids (domain §9). A dump that is restored into another cluster brings those of the old
 * one: where the new one counts lower they lie in its future, and no reader would see the events for months. Found at
 * start, such events are given places of this cluster, batch by batch in their old order: first those that were handed to
 * endpoints before the backup, then the fan-out's place, then those that were not. So every event stays on its side of the
 * fan-out; killed at any line, the next start goes on. Null when nothing had to be mended, which is nearly always.
 *
 * Call it before the process does anything else: nobody may write events before it is done.
 */
export async function mendRestoredLog(
  pool: pg.Pool,
  directUrl = env().DATABASE_DIRECT_URL ?? env().DATABASE_URL,
  batch = BATCH,
): Promise<Mended | null> {
  if (!(await isFromTheFuture(sqlOver(pool)))) return null

  // A connection of its own: the lock belongs to the session, and a pooler may change sessions.
  const client = new pg.Client({ connectionString: directUrl, application_name: 'countersign mend' })
  await client.connect()
  try {
    await client.query(`SELECT pg_advisory_lock(hashtextextended('countersign.mend', 0))`)
    return await mend(client, batch)
  } finally {
    await client.end()
  }
}

async function mend(client: pg.Client, batch: number): Promise<Mended | null> {
  const before = await inBatches(client, HANDED_OUT, batch)
  await client.query(MOVE_FAN_OUT)
  const after = await inBatches(client, NOT_HANDED_OUT, batch)
  const lines = await inBatches(client, LINES, batch)
  if (before + after + lines === 0) return null

  log.warn(
    { before, after, lines },
    'the log was restored from another cluster; its events have places of this one now',
  )
  return { before, after, lines }
}

/** What is visible was written by transactions older than the snapshot's end: anything else comes from another cluster. */
async function isFromTheFuture(sql: Sql): Promise<boolean> {
  const [row] = await sql.$queryRaw<{ future: boolean }[]>`
    SELECT EXISTS (SELECT 1 FROM (SELECT tx FROM events ORDER BY tx DESC, id DESC LIMIT 1) AS last
        WHERE last.tx >= pg_snapshot_xmax(pg_current_snapshot()))
      OR EXISTS (SELECT 1 FROM fan_out WHERE tx >= pg_snapshot_xmax(pg_current_snapshot()))
      OR EXISTS (SELECT 1 FROM (SELECT tx FROM log_lines ORDER BY id DESC LIMIT 1) AS newest
        WHERE newest.tx >= pg_snapshot_xmax(pg_current_snapshot())) AS future`
  return row?.future ?? false
}

/** Each batch is a transaction of its own, so that each has a later place than the one before. */
async function inBatches(client: pg.Client, statement: string, batch: number): Promise<number> {
  let all = 0
  for (;;) {
    await client.query('BEGIN')
    await client.query(`SET LOCAL countersign.mending = 'on'`)
    const { rowCount } = await client.query(statement, [batch])
    await client.query('COMMIT')
    if (!rowCount) return all
    all += rowCount
  }
}

const FUTURE = 'tx >= pg_snapshot_xmax(pg_current_snapshot())'

const HANDED_OUT = `
  WITH batch AS MATERIALIZED (
    SELECT id FROM events
    WHERE ${FUTURE} AND (tx, id) <= ((SELECT tx FROM fan_out WHERE id = 1), (SELECT last_id FROM fan_out WHERE id = 1))
    ORDER BY events.tx, events.id LIMIT $1
  )
  UPDATE events SET tx = pg_current_xact_id() FROM batch WHERE events.id = batch.id`

/** After everything handed out, before everything that was not. */
const MOVE_FAN_OUT = `
  UPDATE fan_out SET tx = pg_current_xact_id(), last_id = 'ffffffff-ffff-ffff-ffff-ffffffffffff' WHERE ${FUTURE}`

const NOT_HANDED_OUT = `
  WITH batch AS MATERIALIZED (
    SELECT id FROM events WHERE ${FUTURE} ORDER BY events.tx, events.id LIMIT $1
  )
  UPDATE events SET tx = pg_current_xact_id() FROM batch WHERE events.id = batch.id`

const LINES = `
  WITH batch AS MATERIALIZED (
    SELECT id FROM log_lines WHERE ${FUTURE} ORDER BY log_lines.tx, log_lines.id LIMIT $1
  )
  UPDATE log_lines SET tx = pg_current_xact_id() FROM batch WHERE log_lines.id = batch.id`
