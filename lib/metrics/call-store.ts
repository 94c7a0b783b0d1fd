import type { Sql } from '@/lib/db/sql'

/** Calls of one organization in one minute, of one route and class of status. */
export type CallMinute = {
  organizationId: string
  minute: Date
  route: string
  /** 2xx (what is below 400), 4xx, 5xx. */
  statusClass: string
  calls: number
  totalMs: number
  /** As lib/metrics/buckets.ts. */
  buckets: number[]
}

/** Adds the sums to those in the database, in one statement and in the order of the key: two processes do not deadlock. */
export async function addCallMinutes(sql: Sql, minutes: readonly CallMinute[]): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO call_minutes AS m (organization_id, minute, route, status_class, calls, total_ms, buckets)
    SELECT "organizationId", minute, route, "statusClass", calls, "totalMs", buckets
    FROM jsonb_to_recordset(${JSON.stringify(minutes)}::jsonb) AS t(
      "organizationId" uuid, minute timestamptz, route text, "statusClass" text, calls int, "totalMs" float8, buckets int[])
    ORDER BY 1, 2, 3, 4
    ON CONFLICT (organization_id, minute, route, status_class) DO UPDATE SET
      calls = m.calls + excluded.calls,
      total_ms = m.total_ms + excluded.total_ms,
      buckets = ARRAY(
        SELECT coalesce(a, 0) + coalesce(b, 0)
        FROM unnest(m.buckets, excluded.buckets) WITH ORDINALITY AS u(a, b, place) ORDER BY place)`
}
