import { addSeconds, millisecondsAhead } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'

/** Every number of an organization's metrics page, and nothing that is not on it. Times are [from, to). */
export type Window = { organizationId: string; from: Date; to: Date }

/** An event is given to endpoints within a day, or somebody has been told that the desk stands still. */
const FAN_OUT_SLACK = 86_400
/** Tries go on for 14 hours; those of older events (brought back by hand) are left out of the counts of tries. */
const TRIES_SLACK = 3 * 86_400

/** The smallest id an event of `date` or later can have: ids carry the machine's time, which a test's clock may be ahead of. */
function floorOf(date: Date, slackSeconds: number): string {
  return addSeconds(new Date(date.getTime() - millisecondsAhead()), -slackSeconds).toISOString()
}

export async function countEvents(sql: Sql, w: Window): Promise<{ received: number; fanned_out: number }> {
  const [row] = await sql.$queryRaw<{ received: number; fanned_out: number }[]>`
    SELECT count(*)::int AS received,
      count(*) FILTER (WHERE (e.tx, e.id) <= (f.tx, f.last_id))::int AS fanned_out
    FROM events e CROSS JOIN (SELECT tx, last_id FROM fan_out WHERE id = 1) AS f
    WHERE e.organization_id = ${w.organizationId}::uuid AND e.id >= uuid_floor(${floorOf(w.from, 0)}::timestamptz)
      AND e.created_at >= ${w.from.toISOString()}::timestamptz AND e.created_at < ${w.to.toISOString()}::timestamptz`
  return row ?? { received: 0, fanned_out: 0 }
}

/** Deliveries made in the window, by the kind of their endpoint and where they stand now. */
export async function countDeliveries(sql: Sql, w: Window): Promise<{ kind: string; status: string; count: number }[]> {
  return await sql.$queryRaw<{ kind: string; status: string; count: number }[]>`
    SELECT p.kind, d.status, count(*)::int AS count
    FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
    WHERE d.organization_id = ${w.organizationId}::uuid
      AND d.event_id >= uuid_floor(${floorOf(w.from, FAN_OUT_SLACK)}::timestamptz)
      AND d.created_at >= ${w.from.toISOString()}::timestamptz AND d.created_at < ${w.to.toISOString()}::timestamptz
    GROUP BY 1, 2`
}

/** Tries that began in the window, by outcome and class: `2xx` … `5xx`, `ACKED`, or the word of the reason. */
export async function countTries(sql: Sql, w: Window): Promise<{ outcome: string; class: string; count: number }[]> {
  return await sql.$queryRaw<{ outcome: string; class: string; count: number }[]>`
    SELECT a.outcome, CASE
        WHEN a.status_code IS NOT NULL THEN (a.status_code / 100)::text || 'xx'
        WHEN a.outcome = 'DELIVERED' AND p.kind = 'INBOX' THEN 'ACKED'
        WHEN a.outcome = 'DELIVERED' THEN 'SENT'
        ELSE coalesce(substring(a.reason FROM '^[A-Z][A-Z0-9_]*'), 'OTHER') END AS class,
      count(*)::int AS count
    FROM delivery_attempts a JOIN endpoints p ON p.id = a.endpoint_id
    WHERE p.organization_id = ${w.organizationId}::uuid
      AND a.event_id >= uuid_floor(${floorOf(w.from, TRIES_SLACK)}::timestamptz)
      AND a.at >= ${w.from.toISOString()}::timestamptz AND a.at < ${w.to.toISOString()}::timestamptz
    GROUP BY 1, 2`
}

export type Quantiles = { p50: number | null; p95: number | null; p99: number | null }

/** How long tries took: pushes until they were answered, inbox items from lease to ack or return. */
export async function measureTries(sql: Sql, w: Window): Promise<{ push: Quantiles; inbox: Quantiles }> {
  const rows = await sql.$queryRaw<(Quantiles & { is_inbox: boolean })[]>`
    SELECT p.kind = 'INBOX' AS is_inbox,
      percentile_cont(0.5) WITHIN GROUP (ORDER BY a.duration_ms) AS p50,
      percentile_cont(0.95) WITHIN GROUP (ORDER BY a.duration_ms) AS p95,
      percentile_cont(0.99) WITHIN GROUP (ORDER BY a.duration_ms) AS p99
    FROM delivery_attempts a JOIN endpoints p ON p.id = a.endpoint_id
    WHERE p.organization_id = ${w.organizationId}::uuid AND a.duration_ms IS NOT NULL
      AND a.event_id >= uuid_floor(${floorOf(w.from, TRIES_SLACK)}::timestamptz)
      AND a.at >= ${w.from.toISOString()}::timestamptz AND a.at < ${w.to.toISOString()}::timestamptz
    GROUP BY 1`
  const nothing = { p50: null, p95: null, p99: null }
  const find = (isInbox: boolean) => rows.find(({ is_inbox }) => is_inbox === isInbox) ?? nothing
  const only = ({ p50, p95, p99 }: Quantiles) => ({ p50, p95, p99 })
  return { push: only(find(false)), inbox: only(find(true)) }
}

/** Calls by minute and class of status. */
export async function countCalls(sql: Sql, w: Window): Promise<{ minute: Date; class: string; calls: number }[]> {
  return await sql.$queryRaw<{ minute: Date; class: string; calls: number }[]>`
    SELECT minute, status_class AS class, sum(calls)::int AS calls FROM call_minutes
    WHERE organization_id = ${w.organizationId}::uuid
      AND minute >= ${w.from.toISOString()}::timestamptz AND minute < ${w.to.toISOString()}::timestamptz
    GROUP BY 1, 2`
}

/** Calls by minute and bucket of latency (lib/metrics/buckets.ts; `place` counts from 1). */
export async function countCallBuckets(sql: Sql, w: Window): Promise<{ minute: Date; buckets: number[] }[]> {
  return await sql.$queryRaw<{ minute: Date; buckets: number[] }[]>`
    SELECT minute, array_agg(calls ORDER BY place) AS buckets FROM (
      SELECT minute, place, sum(b.number)::int AS calls
      FROM call_minutes CROSS JOIN LATERAL unnest(buckets) WITH ORDINALITY AS b(number, place)
      WHERE organization_id = ${w.organizationId}::uuid
        AND minute >= ${w.from.toISOString()}::timestamptz AND minute < ${w.to.toISOString()}::timestamptz
      GROUP BY 1, 2
    ) AS counted GROUP BY 1`
}

/** Events and ended tries by minute. */
export async function countMinutes(
  sql: Sql,
  w: Window,
): Promise<{ minute: Date; what: 'received' | 'delivered' | 'failed'; count: number }[]> {
  return await sql.$queryRaw<{ minute: Date; what: 'received' | 'delivered' | 'failed'; count: number }[]>`
    SELECT date_trunc('minute', created_at) AS minute, 'received' AS what, count(*)::int AS count FROM events
    WHERE organization_id = ${w.organizationId}::uuid AND id >= uuid_floor(${floorOf(w.from, 0)}::timestamptz)
      AND created_at >= ${w.from.toISOString()}::timestamptz AND created_at < ${w.to.toISOString()}::timestamptz
    GROUP BY 1
    UNION ALL
    SELECT date_trunc('minute', a.at), CASE WHEN a.outcome = 'DELIVERED' THEN 'delivered' ELSE 'failed' END, count(*)::int
    FROM delivery_attempts a JOIN endpoints p ON p.id = a.endpoint_id
    WHERE p.organization_id = ${w.organizationId}::uuid
      AND a.event_id >= uuid_floor(${floorOf(w.from, TRIES_SLACK)}::timestamptz)
      AND a.at >= ${w.from.toISOString()}::timestamptz AND a.at < ${w.to.toISOString()}::timestamptz
    GROUP BY 1, 2`
}

export type QueueNow = {
  pending: number
  retrying: number
  overdue_seconds: number
  inbox_open: number
  inbox_leased: number
  dead: number
}

/** What waits at `now`, of any age. Pushes and inbox items apart: the ones the desk sends, the others are fetched. */
export async function countQueue(sql: Sql, organizationId: string, now: Date): Promise<QueueNow> {
  const at = now.toISOString()
  const [row] = await sql.$queryRaw<QueueNow[]>`
    SELECT
      count(*) FILTER (WHERE d.status = 'PENDING' AND NOT d.ordered)::int AS pending,
      count(*) FILTER (WHERE d.status = 'RETRYING' AND NOT d.ordered)::int AS retrying,
      coalesce(greatest(0, extract(epoch FROM ${at}::timestamptz - min(d.due_at) FILTER (WHERE p.status = 'ACTIVE'))), 0)::float8
        AS overdue_seconds,
      count(*) FILTER (WHERE d.ordered AND d.status <> 'DEAD')::int AS inbox_open,
      (SELECT count(*) FROM inbox_heads h JOIN endpoints i ON i.id = h.endpoint_id
        WHERE i.organization_id = ${organizationId}::uuid AND h.handle IS NOT NULL AND h.visible_at > ${at}::timestamptz)::int
        AS inbox_leased,
      count(*) FILTER (WHERE d.status = 'DEAD' AND p.status <> 'DELETED')::int AS dead
    FROM deliveries d JOIN endpoints p ON p.id = d.endpoint_id
    WHERE d.organization_id = ${organizationId}::uuid AND d.status IN ('PENDING', 'RETRYING', 'DEAD')`
  return row ?? { pending: 0, retrying: 0, overdue_seconds: 0, inbox_open: 0, inbox_leased: 0, dead: 0 }
}
