import type pg from 'pg'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import type { EndedHead } from '@/lib/inbox/heads'

/** The only file of this noun that knows the database. Everything is asked by the ids' time first, so that only old months are read. */

export type LogTable = 'events' | 'deliveries' | 'delivery_attempts'

export type Partition = {
  table: LogTable
  /** `2026-11-01`; null: the catch-all. */
  month: string | null
  /** As Postgres last counted. */
  rows: number
  bytes: number
}

export async function listPartitions(sql: Sql): Promise<Partition[]> {
  return await sql.$queryRaw<Partition[]>`
    SELECT parent.relname AS table,
      to_char(to_date(nullif(right(child.relname, 6), 'efault'), 'YYYYMM'), 'YYYY-MM-DD') AS month,
      greatest(child.reltuples, 0)::float8 AS rows, pg_total_relation_size(child.oid)::float8 AS bytes
    FROM pg_inherits i
    JOIN pg_class parent ON parent.oid = i.inhparent
    JOIN pg_class child ON child.oid = i.inhrelid
    WHERE parent.oid IN ('events'::regclass, 'deliveries'::regclass, 'delivery_attempts'::regclass)
    ORDER BY parent.relname, child.relname`
}

/** How many partitions of this month and the two after it are to be made: one whose rows are in the catch-all stays there. */
export async function countMissingMonths(pool: pg.Pool): Promise<number> {
  const [row] = await sqlOver(pool).$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count
    FROM generate_series(0, 2) AS ahead
    CROSS JOIN unnest('{events,deliveries,delivery_attempts}'::text[]) AS parent
    CROSS JOIN LATERAL (SELECT date_trunc('month', now() AT TIME ZONE 'UTC') + ahead * interval '1 month' AS month) AS m
    WHERE to_regclass(parent || '_' || to_char(month, 'YYYYMM')) IS NULL AND NOT CASE parent
      WHEN 'events' THEN EXISTS (SELECT 1 FROM events_default WHERE id >= uuid_floor(month AT TIME ZONE 'UTC'))
      WHEN 'deliveries' THEN EXISTS (SELECT 1 FROM deliveries_default WHERE event_id >= uuid_floor(month AT TIME ZONE 'UTC'))
      ELSE EXISTS (SELECT 1 FROM delivery_attempts_default WHERE event_id >= uuid_floor(month AT TIME ZONE 'UTC')) END`
  return row?.count ?? 0
}

export async function createMonths(sql: Sql): Promise<number> {
  const [row] = await sql.$queryRaw<{ made: number }[]>`
    SELECT ensure_log_months((now() AT TIME ZONE 'UTC')::date, (now() AT TIME ZONE 'UTC' + interval '2 months')::date) AS made`
  return row?.made ?? 0
}

/** False when something in it is still needed, or it is gone already. Needs a lock: see with-locks.ts. */
export async function dropMonth(sql: Sql, table: LogTable, month: string): Promise<boolean> {
  const [row] = await sql.$queryRaw<
    { dropped: boolean }[]
  >`SELECT drop_log_month(${table}::text, ${month}::date) AS dropped`
  return row?.dropped ?? false
}

export type OldItem = { endpoint_id: string; event_id: string }

/** Inbox items nobody gave back since `cutoff` and nobody holds `now`: up to `limit` of one inbox. */
export async function findForgottenItems(sql: Sql, cutoff: Date, limit: number, now: Date): Promise<OldItem[]> {
  return await sql.$queryRaw<OldItem[]>`
    WITH old AS (
      SELECT endpoint_id, event_id FROM deliveries d
      WHERE ordered AND status IN ('PENDING', 'RETRYING')
        AND event_id < uuid_floor(${cutoff.toISOString()}::timestamptz) AND updated_at < ${cutoff.toISOString()}::timestamptz
        AND NOT EXISTS (
          SELECT 1 FROM inbox_heads h
          WHERE h.endpoint_id = d.endpoint_id AND h.subject = d.subject AND h.event_id = d.event_id
            AND h.handle IS NOT NULL AND h.visible_at > ${now.toISOString()}::timestamptz
        )
      LIMIT ${limit}::int
    )
    SELECT endpoint_id, event_id FROM old WHERE endpoint_id = (SELECT endpoint_id FROM old LIMIT 1)`
}

const TOO_OLD = toReason('TOO_OLD', 'It was kept as long as this desk keeps deliveries.')

/** Ends items whose subjects' heads the transaction has locked. */
export async function endItems(sql: Sql, endpointId: string, eventIds: string[], now: Date): Promise<void> {
  const at = now.toISOString()
  await sql.$executeRaw`
    UPDATE deliveries SET status = 'DEAD', reason = ${TOO_OLD}::text, ended_at = ${at}::timestamptz, updated_at = ${at}::timestamptz
    WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${eventIds}::uuid[]) AND ordered
      AND status IN ('PENDING', 'RETRYING')`
}

/** Ends pushes nobody tried since `cutoff`: of endpoints that are switched off. */
export async function endForgottenPushes(sql: Sql, cutoff: Date, limit: number, now: Date): Promise<number> {
  const at = now.toISOString()
  return sql.$executeRaw`
    WITH old AS MATERIALIZED (
      SELECT endpoint_id, event_id FROM deliveries
      WHERE due_at IS NOT NULL
        AND event_id < uuid_floor(${cutoff.toISOString()}::timestamptz) AND updated_at < ${cutoff.toISOString()}::timestamptz
      LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    )
    UPDATE deliveries d SET status = 'DEAD', due_at = NULL, reason = ${TOO_OLD}::text, ended_at = ${at}::timestamptz,
      updated_at = ${at}::timestamptz
    FROM old
    WHERE d.endpoint_id = old.endpoint_id AND d.event_id = old.event_id
      AND d.event_id < uuid_floor(${cutoff.toISOString()}::timestamptz)`
}

/** Deletes up to `limit` ended deliveries with their tries, of months that are still there and of the catch-all. */
export async function deleteDeliveries(sql: Sql, cutoff: Date, limit: number): Promise<number> {
  return sql.$executeRaw`
    WITH old AS MATERIALIZED (
      SELECT endpoint_id, event_id FROM deliveries
      WHERE event_id < uuid_floor(${cutoff.toISOString()}::timestamptz) AND ended_at < ${cutoff.toISOString()}::timestamptz
      LIMIT ${limit}::int FOR UPDATE SKIP LOCKED
    ), tries AS (
      DELETE FROM delivery_attempts a USING old
      WHERE a.endpoint_id = old.endpoint_id AND a.event_id = old.event_id
        AND a.event_id < uuid_floor(${cutoff.toISOString()}::timestamptz)
    )
    DELETE FROM deliveries d USING old
    WHERE d.endpoint_id = old.endpoint_id AND d.event_id = old.event_id
      AND d.event_id < uuid_floor(${cutoff.toISOString()}::timestamptz)`
}

/** Deletes up to `limit` events in the catch-all whose ids are older than `cutoff` (the system's time), were handed out, and of which no delivery is left. */
export async function deleteStrayEvents(sql: Sql, cutoff: Date, limit: number): Promise<number> {
  await sql.$executeRaw`SELECT set_config('countersign.erasing', 'on', true)`
  return sql.$executeRaw`
    DELETE FROM events_default WHERE id IN (
      SELECT e.id FROM events_default e, fan_out f
      WHERE e.id < uuid_floor(${cutoff.toISOString()}::timestamptz) AND (e.tx, e.id) <= (f.tx, f.last_id)
        AND NOT EXISTS (SELECT 1 FROM deliveries_default d WHERE d.event_id = e.id)
      LIMIT ${limit}::int
    )`
}

export async function deleteLines(sql: Sql, cutoff: Date, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM log_lines WHERE id IN (
      SELECT id FROM log_lines
      WHERE id < uuid_floor(${cutoff.toISOString()}::timestamptz) AND at < ${cutoff.toISOString()}::timestamptz
      ORDER BY id LIMIT ${limit}::int
    )`
}

export async function deleteCallMinutes(sql: Sql, cutoff: Date, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM call_minutes WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM call_minutes WHERE minute < ${cutoff.toISOString()}::timestamptz ORDER BY minute LIMIT ${limit}::int
    ))`
}

/** Letters that were sent or given up. Their keys go with them: what asked for them is older still. */
export async function deleteMessages(sql: Sql, cutoff: Date, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM messages WHERE id IN (
      SELECT id FROM messages WHERE ended_at < ${cutoff.toISOString()}::timestamptz ORDER BY ended_at LIMIT ${limit}::int
    )`
}

/** Heads whose item is not there any more, locked, with when they may be leased again. */
export async function lockLostHeads(sql: Sql, cutoff: Date, limit: number): Promise<EndedHead[]> {
  return await sql.$queryRaw<EndedHead[]>`
    SELECT h.endpoint_id, h.subject, h.visible_at FROM inbox_heads h
    WHERE h.event_id < uuid_floor(${cutoff.toISOString()}::timestamptz)
      AND NOT EXISTS (SELECT 1 FROM deliveries d WHERE d.endpoint_id = h.endpoint_id AND d.event_id = h.event_id)
    ORDER BY h.endpoint_id, h.subject LIMIT ${limit}::int FOR UPDATE OF h SKIP LOCKED`
}
