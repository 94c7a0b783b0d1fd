import type { Sql } from '@/lib/db/sql'

/** What became of single events. Reads only. */

export type EventDeliveryRow = {
  endpoint_id: string
  kind: 'WEBHOOK' | 'INBOX' | 'HANDLER' | 'EMAIL' | 'SMS'
  name: string | null
  status: 'PENDING' | 'RETRYING' | 'DELIVERED' | 'DEAD'
  failures: number
  reason: string | null
  due_at: Date | null
  ended_at: Date | null
}

export type EventAttemptRow = {
  endpoint_id: string
  number: number
  at: Date
  outcome: 'DELIVERED' | 'RETRY' | 'DEAD'
  status: number | null
  duration_ms: number | null
  reason: string | null
  next_at: Date | null
}

/** An organization has fewer endpoints than this; a limit all the same. */
const MOST = 500

/** Whether the organization has an event of this id: as soon as it is committed, since nothing is put in order here. */
export async function hasEvent(sql: Sql, organizationId: string, id: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM events WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid`
  return rows.length > 0
}

/** The event's way to each endpoint that is not deleted, the inbox first. Of a webhook's URL the host alone: paths hold tokens. */
export async function findDeliveriesOf(sql: Sql, organizationId: string, id: string): Promise<EventDeliveryRow[]> {
  return await sql.$queryRaw<EventDeliveryRow[]>`
    SELECT d.endpoint_id, p.kind, CASE WHEN p.user_id IS NULL THEN coalesce(p.description, substring(p.url FROM '^[a-z]+://([^/?#]+)')) END AS name,
      d.status, d.failures, d.reason, coalesce(d.due_at, h.visible_at) AS due_at, d.ended_at
    FROM endpoints p
    JOIN deliveries d ON d.endpoint_id = p.id AND d.event_id = ${id}::uuid
    LEFT JOIN inbox_heads h ON h.endpoint_id = d.endpoint_id AND h.subject = d.subject AND h.event_id = d.event_id
    WHERE p.organization_id = ${organizationId}::uuid AND p.status <> 'DELETED'
    ORDER BY p.kind <> 'INBOX', p.created_at, p.id LIMIT ${MOST}::int`
}

/** Every try of the event at these endpoints, the first one first. */
export async function findAttemptsOf(sql: Sql, endpoints: string[], id: string): Promise<EventAttemptRow[]> {
  return await sql.$queryRaw<EventAttemptRow[]>`
    SELECT endpoint_id, number, at, outcome, status_code AS status, duration_ms, reason, next_at
    FROM delivery_attempts WHERE endpoint_id = ANY(${endpoints}::uuid[]) AND event_id = ${id}::uuid
    ORDER BY number`
}
