import type { Sql } from '@/lib/db/sql'

/** The statements of replays. An event that may not be read yet is not there yet (domain §9). */

/** Which of the organization's readable events a replay is about, oldest first. */
export type Wanted = {
  endpointId: string
  /** These; null: whatever passes the filters and happened since the endpoint was made. */
  eventIds: readonly string[] | null
  from: Date | null
  to: Date | null
  /** Ids of events that happened in this time lie in these, so that only some months are looked at. */
  idsFrom: Date | null
  idsTo: Date | null
  limit: number
}

/** The ids of up to `limit` events. */
export async function findReplayable(sql: Sql, wanted: Wanted): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT e.id FROM endpoints p
    JOIN events e ON e.organization_id = p.organization_id
    WHERE p.id = ${wanted.endpointId}::uuid
      AND e.tx < pg_snapshot_xmin(pg_current_snapshot())
      AND (${wanted.eventIds}::uuid[] IS NULL OR e.id = ANY(${wanted.eventIds}::uuid[]))
      AND (${wanted.idsFrom?.toISOString() ?? null}::timestamptz IS NULL
        OR e.id >= uuid_floor(${wanted.idsFrom?.toISOString() ?? null}::timestamptz))
      AND (${wanted.idsTo?.toISOString() ?? null}::timestamptz IS NULL
        OR e.id < uuid_floor(${wanted.idsTo?.toISOString() ?? null}::timestamptz))
      AND (${wanted.from?.toISOString() ?? null}::timestamptz IS NULL
        OR e.created_at >= ${wanted.from?.toISOString() ?? null}::timestamptz)
      AND (${wanted.to?.toISOString() ?? null}::timestamptz IS NULL
        OR e.created_at < ${wanted.to?.toISOString() ?? null}::timestamptz)
      AND (${wanted.eventIds}::uuid[] IS NOT NULL OR (e.created_at >= p.created_at AND EXISTS (
        SELECT 1 FROM unnest(p.event_types) AS filter
        WHERE filter IN ('*', e.type) OR (right(filter, 2) = '.*' AND starts_with(e.type, left(filter, -1))))))
    ORDER BY e.id LIMIT ${wanted.limit}::int`
  return rows.map(({ id }) => id)
}

/** Which events a search for what is missing looks at: ids after `after`, or from the time `idsFrom` on. */
export type MissingPage = {
  endpointId: string
  since: Date
  idsFrom: Date
  after: string | null
  events: number
  limit: number
}

/**
 * Of the organization's next `events` events: those that match, happened since `since` and were not delivered (they have no
 * delivery, or a dead one), up to `limit`. `last`: the last one looked at; null when there was none.
 */
export async function findMissing(
  sql: Sql,
  page: MissingPage,
): Promise<{ ids: string[]; last: string | null; seen: number }> {
  const [row] = await sql.$queryRaw<{ ids: string[]; last: string | null; seen: number }[]>`
    WITH page AS MATERIALIZED (
      SELECT e.id, e.type, e.tx, e.created_at FROM events e
      WHERE e.organization_id = (SELECT organization_id FROM endpoints WHERE id = ${page.endpointId}::uuid)
        AND e.id >= uuid_floor(${page.idsFrom.toISOString()}::timestamptz)
        AND (${page.after}::uuid IS NULL OR e.id > ${page.after}::uuid)
      ORDER BY e.id LIMIT ${page.events}::int
    ), missing AS (
      SELECT e.id FROM page e
      JOIN endpoints p ON p.id = ${page.endpointId}::uuid
      LEFT JOIN LATERAL (
        SELECT status FROM deliveries WHERE endpoint_id = p.id AND event_id = e.id LIMIT 1
      ) AS d ON true
      WHERE e.tx < pg_snapshot_xmin(pg_current_snapshot())
        AND e.created_at >= greatest(p.created_at, ${page.since.toISOString()}::timestamptz)
        AND (d.status IS NULL OR d.status = 'DEAD')
        AND EXISTS (
          SELECT 1 FROM unnest(p.event_types) AS filter
          WHERE filter IN ('*', e.type) OR (right(filter, 2) = '.*' AND starts_with(e.type, left(filter, -1))))
      ORDER BY e.id LIMIT ${page.limit}::int
    )
    SELECT ARRAY(SELECT id::text FROM missing ORDER BY id) AS ids, (SELECT id FROM page ORDER BY id DESC LIMIT 1) AS last,
      (SELECT count(*)::int FROM page) AS seen`
  return row ?? { ids: [], last: null, seen: 0 }
}

/** Has each of these events delivered again from now on, as if for the first time; its tries go on counting. */
export async function reopenDeliveries(sql: Sql, endpointId: string, eventIds: string[], now: Date): Promise<number> {
  const at = now.toISOString()
  return await sql.$executeRaw`
    INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, due_at, debug, created_at, updated_at)
    SELECT p.id, e.id, e.organization_id, e.type, e.subject, e.sequence, ${at}::timestamptz, e.debug, ${at}::timestamptz,
      ${at}::timestamptz
    FROM events e JOIN endpoints p ON p.organization_id = e.organization_id AND p.id = ${endpointId}::uuid
    WHERE e.id = ANY(${eventIds}::uuid[])
    ORDER BY e.id
    ON CONFLICT (endpoint_id, event_id) DO UPDATE SET status = 'PENDING', failures = 0, due_at = excluded.due_at,
      reason = NULL, ended_at = NULL, updated_at = excluded.updated_at`
}
