import type { Sql } from '@/lib/db/sql'
import type { EventType } from '@/lib/event/catalogue'

export type Audience = { receiptId: string; organizations: string[] }

/** The organizations of the receipts' parties that have not been told `type` about them yet. */
export async function findAudience(sql: Sql, receiptIds: readonly string[], type: EventType): Promise<Audience[]> {
  return await sql.$queryRaw<Audience[]>`
    SELECT r.id AS "receiptId", array_agg(DISTINCT o.id::text ORDER BY o.id::text) AS organizations
    FROM receipts r
    JOIN challenges c ON r.subject_kind = 'challenge' AND c.id::text = r.subject_id
    CROSS JOIN LATERAL (VALUES (c.organization_id), (c.counterparty_organization_id)) AS o(id)
    WHERE r.id = ANY(${receiptIds}::text[]) AND o.id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM events e
        WHERE e.organization_id = o.id AND e.subject = r.id AND e.type = ${type}::text)
    GROUP BY r.id ORDER BY r.id`
}
