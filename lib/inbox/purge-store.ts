import type { Sql } from '@/lib/db/sql'

/** Deleting items. Tries go with them; the events stay in the log. */

type Purge = { endpointId: string; statuses: readonly string[]; before: Date | null; limit: number }

/** Deletes up to `limit` items that have ended. Returns how many. */
export async function deleteEnded(sql: Sql, { endpointId, statuses, before, limit }: Purge): Promise<number> {
  return await sql.$executeRaw`
    WITH chosen AS (
      SELECT d.event_id FROM deliveries d LEFT JOIN events e ON e.id = d.event_id
      WHERE d.endpoint_id = ${endpointId}::uuid AND d.ordered AND d.status = ANY(${statuses}::text[])
        AND d.status IN ('DELIVERED', 'DEAD')
        AND (${before?.toISOString() ?? null}::timestamptz IS NULL OR e.created_at < ${before?.toISOString() ?? null}::timestamptz)
      ORDER BY d.event_id LIMIT ${limit}::int FOR UPDATE OF d
    ), tries AS (
      DELETE FROM delivery_attempts a USING chosen
      WHERE a.endpoint_id = ${endpointId}::uuid AND a.event_id = chosen.event_id
    )
    DELETE FROM deliveries d USING chosen WHERE d.endpoint_id = ${endpointId}::uuid AND d.event_id = chosen.event_id`
}

/** Ids of up to `limit` open items. */
export async function findOpen(sql: Sql, { endpointId, statuses, before, limit }: Purge): Promise<string[]> {
  const rows = await sql.$queryRaw<{ event_id: string }[]>`
    SELECT d.event_id FROM deliveries d LEFT JOIN events e ON e.id = d.event_id
    WHERE d.endpoint_id = ${endpointId}::uuid AND d.ordered AND d.status = ANY(${statuses}::text[])
      AND d.status IN ('PENDING', 'RETRYING')
      AND (${before?.toISOString() ?? null}::timestamptz IS NULL OR e.created_at < ${before?.toISOString() ?? null}::timestamptz)
    ORDER BY d.event_id LIMIT ${limit}::int`
  return rows.map(({ event_id }) => event_id)
}

/** Deletes items that the transaction holds the locks of. */
export async function deleteItems(sql: Sql, endpointId: string, ids: string[]): Promise<number> {
  return await sql.$executeRaw`
    WITH tries AS (
      DELETE FROM delivery_attempts WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${ids}::uuid[])
    )
    DELETE FROM deliveries WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${ids}::uuid[])`
}
