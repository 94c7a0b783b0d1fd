import { addSeconds, millisecondsAhead } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'
import type { Sample } from './desk-metrics'

/** What the whole desk is measured by: one query each, every one of them over an index, none of them by organization. */
export type Reading = (sql: Sql, now: Date) => Promise<Sample[]>

type Row = Record<string, string | number | null>

const HOUR = 3_600
const QUARTER = 900
const DAY = 86_400

/** A row with label columns and number columns as samples: `{ kind, metric_a, metric_b }`. */
function samplesOf(rows: readonly Row[], labels: readonly string[], values: Record<string, string>): Sample[] {
  return rows.flatMap((row) => {
    const own = Object.fromEntries(labels.map((label) => [label, String(row[label])]))
    return Object.entries(values).flatMap(([column, name]) => {
      const value = row[column]
      return value === null || value === undefined ? [] : [{ name, labels: own, value: Number(value) }]
    })
  })
}

/** Ids carry the machine's time, which a test's clock may be ahead of. */
function idTime(date: Date): string {
  return new Date(date.getTime() - millisecondsAhead()).toISOString()
}

/** Goes by Postgres’s clock, as the queue does. */
async function queue(sql: Sql): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT task_identifier AS task,
      CASE WHEN attempts >= max_attempts AND locked_at IS NULL THEN 'failed'
        WHEN locked_at IS NOT NULL THEN 'running'
        WHEN run_at > now() THEN 'later' ELSE 'ready' END AS state,
      count(*)::int AS jobs
    FROM graphile_worker.jobs GROUP BY 1, 2`
  return samplesOf(rows, ['task', 'state'], { jobs: 'countersign_queue_jobs' })
}

async function queueAge(sql: Sql): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT coalesce(extract(epoch FROM now() - min(run_at)), 0)::float8 AS age FROM graphile_worker.jobs
    WHERE locked_at IS NULL AND attempts < max_attempts AND run_at <= now()`
  return samplesOf(rows, [], { age: 'countersign_queue_oldest_ready_seconds' })
}

/** How long open deliveries are due, where they are sent at all: those of disabled endpoints wait on purpose. */
async function openDeliveries(sql: Sql, now: Date): Promise<Sample[]> {
  const at = now.toISOString()
  const rows = await sql.$queryRaw<Row[]>`
    SELECT kind, status, count(*)::int AS open,
      coalesce(extract(epoch FROM ${at}::timestamptz - min(due_at) FILTER (WHERE is_active)), 0)::float8 AS overdue
    FROM (
      SELECT p.kind, d.status, d.due_at, p.status = 'ACTIVE' AS is_active
      FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id WHERE d.due_at IS NOT NULL
      UNION ALL
      SELECT 'INBOX', d.status, NULL, true FROM deliveries d WHERE d.ordered AND d.status IN ('PENDING', 'RETRYING')
    ) AS open GROUP BY 1, 2`
  const counts = samplesOf(rows, ['kind', 'status'], { open: 'countersign_deliveries_open' })
  const overdue = new Map<string, number>()
  for (const { kind, overdue: age } of rows) {
    if (kind !== 'INBOX') overdue.set(String(kind), Math.max(overdue.get(String(kind)) ?? 0, Number(age)))
  }
  const name = 'countersign_delivery_oldest_due_seconds'
  const ages = [...overdue].map(([kind, value]) => ({ name, labels: { kind }, value }))
  return [...counts, ...(ages.length > 0 ? ages : [{ name, labels: { kind: 'WEBHOOK' }, value: 0 }])]
}

async function deadDeliveries(sql: Sql): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT kinds.kind, coalesce(dead.count, 0)::int AS count
    FROM unnest(ARRAY['WEBHOOK', 'INBOX', 'EMAIL', 'SMS']) AS kinds(kind)
    LEFT JOIN (
      SELECT p.kind, count(*) FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
      WHERE d.status = 'DEAD' AND p.status <> 'DELETED' GROUP BY 1
    ) AS dead USING (kind)`
  return samplesOf(rows, ['kind'], { count: 'countersign_deliveries_dead' })
}

/** By event, of the last hour: what came of what happened then. */
async function recentDeliveries(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT p.kind, d.status, count(*)::int AS count
    FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
    WHERE d.event_id >= uuid_floor(${idTime(addSeconds(now, -HOUR))}::timestamptz) GROUP BY 1, 2`
  return samplesOf(rows, ['kind', 'status'], { count: 'countersign_deliveries_recent' })
}

async function recentTries(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT outcome, count(*)::int AS count FROM (
      SELECT CASE WHEN starts_with(a.reason, 'TIMEOUT') THEN 'timeout' ELSE lower(a.outcome) END AS outcome
      FROM delivery_attempts a WHERE a.at > ${addSeconds(now, -QUARTER).toISOString()}::timestamptz
    ) AS tries GROUP BY 1`
  const found = new Map(rows.map(({ outcome, count }) => [String(outcome), Number(count)]))
  return ['delivered', 'retry', 'dead', 'timeout'].map((outcome) => ({
    name: 'countersign_delivery_tries_recent',
    labels: { outcome },
    value: found.get(outcome) ?? 0,
  }))
}

/** Counted up to 10 000: more is too many anyway. */
async function fanOut(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT count(*)::int AS events,
      coalesce(extract(epoch FROM ${now.toISOString()}::timestamptz - min(created_at)), 0)::float8 AS lag
    FROM (
      SELECT e.created_at FROM events e
      WHERE (e.tx, e.id) > ((SELECT tx FROM fan_out WHERE id = 1), (SELECT last_id FROM fan_out WHERE id = 1))
      ORDER BY e.tx, e.id LIMIT 10000
    ) AS waiting`
  return samplesOf(rows, [], { events: 'countersign_fan_out_waiting_events', lag: 'countersign_fan_out_lag_seconds' })
}

/** Deposits since they were seen and anchors since their batch was closed, of the last day; those still young are left out. */
async function confirmations(sql: Sql, now: Date): Promise<Sample[]> {
  const at = now.toISOString()
  const rows = await sql.$queryRaw<Row[]>`
    SELECT what, (ended - began <= interval '5 minutes')::text AS in_time, count(*)::int AS count FROM (
      SELECT 'deposit' AS what, created_at AS began, coalesce(confirmed_at, ${at}::timestamptz) AS ended, confirmed_at IS NULL AS is_open
      FROM stakes WHERE created_at > ${at}::timestamptz - interval '1 day'
      UNION ALL
      SELECT 'anchor', created_at, coalesce(mined_at, ${at}::timestamptz), mined_at IS NULL
      FROM anchor_batches WHERE created_at > ${at}::timestamptz - interval '1 day'
    ) AS waits WHERE NOT (is_open AND ended - began <= interval '5 minutes') GROUP BY 1, 2`
  const found = new Map(rows.map((row) => [`${row.what} ${row.in_time}`, Number(row.count)]))
  return ['deposit', 'anchor'].flatMap((what) =>
    ['true', 'false'].map((within) => ({
      name: 'countersign_confirmations_recent',
      labels: { what, within_5m: within },
      value: found.get(`${what} ${within}`) ?? 0,
    })),
  )
}

/** Receipts that stand under no final root yet. */
async function finalization(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT count(*)::int AS waiting,
      coalesce(extract(epoch FROM ${now.toISOString()}::timestamptz - min(created_at)), 0)::float8 AS lag
    FROM (
      SELECT created_at FROM anchor_leaves WHERE batch_id IS NULL AND kind = 'receipt'
      UNION ALL
      SELECT l.created_at FROM anchor_batches b JOIN anchor_leaves l ON l.batch_id = b.id
      WHERE b.state <> 'FINAL' AND l.kind = 'receipt'
    ) AS receipts`
  return samplesOf(rows, [], {
    waiting: 'countersign_receipts_waiting',
    lag: 'countersign_receipt_finalization_lag_seconds',
  })
}

/** Since when the oldest leaf waits to be in a block. */
async function anchors(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT coalesce(extract(epoch FROM ${now.toISOString()}::timestamptz - min(since)), 0)::float8 AS lag FROM (
      SELECT min(created_at) AS since FROM anchor_leaves WHERE batch_id IS NULL
      UNION ALL
      SELECT min(created_at) FROM anchor_batches WHERE state IN ('OPEN', 'SUBMITTED', 'REORGED')
    ) AS waiting`
  return samplesOf(rows, [], { lag: 'countersign_anchor_lag_seconds' })
}

async function walletProofs(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT results.result, coalesce(found.count, 0)::int AS count
    FROM unnest(ARRAY['verified', 'failed', 'expired']) AS results(result)
    LEFT JOIN (
      SELECT lower(status) AS result, count(*) FROM wallet_challenges
      WHERE expires_at > ${addSeconds(now, -HOUR).toISOString()}::timestamptz AND status <> 'PENDING' GROUP BY 1
    ) AS found USING (result)`
  return samplesOf(rows, ['result'], { count: 'countersign_wallet_proofs_recent' })
}

async function fundsChecks(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT lower(status) AS result, count(*)::int AS count FROM funds_proofs
    WHERE id >= uuid_floor(${idTime(addSeconds(now, -HOUR))}::timestamptz) GROUP BY 1`
  return samplesOf(rows, ['result'], { count: 'countersign_funds_checks_recent' })
}

async function endpoints(sql: Sql): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT kind, status, count(*)::int AS count FROM endpoints WHERE status <> 'DELETED' GROUP BY 1, 2`
  return samplesOf(rows, ['kind', 'status'], { count: 'countersign_endpoints' })
}

/** A sweep that was taken out of the desk is forgotten after a week. */
async function heartbeats(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<{ role: string; age: number; every: number | null }[]>`
    SELECT role, greatest(0, extract(epoch FROM ${now.toISOString()}::timestamptz - at))::float8 AS age, every_seconds AS every
    FROM heartbeats WHERE every_seconds IS NULL OR at > ${addSeconds(now, -7 * DAY).toISOString()}::timestamptz`
  return rows.flatMap(({ role, age, every }): Sample[] => {
    if (every === null) return [{ name: 'countersign_heartbeat_age_seconds', labels: { role }, value: age }]
    const labels = { sweep: role.replace(/^sweep /, '') }
    return [
      { name: 'countersign_sweep_age_seconds', labels, value: age },
      { name: 'countersign_sweep_interval_seconds', labels, value: every },
    ]
  })
}

async function messages(sql: Sql, now: Date): Promise<Sample[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT channel, lower(status) AS status, count(*)::int AS count FROM messages
    WHERE created_at > ${addSeconds(now, -HOUR).toISOString()}::timestamptz GROUP BY 1, 2`
  return samplesOf(rows, ['channel', 'status'], { count: 'countersign_messages_recent' })
}

export const READINGS: Readonly<Record<string, Reading>> = {
  queue,
  queueAge,
  openDeliveries,
  deadDeliveries,
  recentDeliveries,
  recentTries,
  fanOut,
  confirmations,
  finalization,
  anchors,
  walletProofs,
  fundsChecks,
  endpoints,
  heartbeats,
  messages,
}

/** How far the news of each chain have been read. */
export async function readCursors(sql: Sql): Promise<{ chainId: number; block: number }[]> {
  return await sql.$queryRaw<{ chainId: number; block: number }[]>`
    SELECT chain_id AS "chainId", max(block_number)::float8 AS block FROM chain_cursors GROUP BY 1`
}
