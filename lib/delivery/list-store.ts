import type { Sql } from '@/lib/db/sql'
import type { DeliveryStatus } from './types'
import type { Outcome } from './verdict'

/** What pages and answers show of deliveries. */

export type AttemptRow = {
  number: number
  at: Date
  duration_ms: number | null
  outcome: Outcome
  status_code: number | null
  reason: string | null
  /** The first KiB of what came back: others' text. */
  answer: string | null
  next_at: Date | null
}

export type DeliveryRow = {
  event_id: string
  endpoint_id: string
  type: string
  subject: string
  sequence: number
  status: DeliveryStatus
  attempts: number
  failures: number
  due_at: Date | null
  reason: string | null
  created_at: Date
  updated_at: Date
  ended_at: Date | null
  tries: AttemptRow[]
}

export type DeliveryQuery = {
  endpointId: string
  status: DeliveryStatus | undefined
  /** Only older events than this one. */
  after: string | null
  limit: number
}

/** Deliveries of an endpoint, newest events first, with their tries (of each the newest 50, oldest first). */
export async function findDeliveries(sql: Sql, query: DeliveryQuery): Promise<DeliveryRow[]> {
  const rows = await sql.$queryRaw<Omit<DeliveryRow, 'tries'>[]>`
    SELECT event_id, endpoint_id, type, subject, sequence, status, attempts, failures, due_at, reason, created_at, updated_at,
      ended_at
    FROM deliveries
    WHERE endpoint_id = ${query.endpointId}::uuid
      AND (${query.after}::uuid IS NULL OR event_id < ${query.after}::uuid)
      AND (${query.status ?? null}::text IS NULL OR status = ${query.status ?? null}::text)
    ORDER BY event_id DESC LIMIT ${query.limit}::int`
  const tries = await findTries(
    sql,
    query.endpointId,
    rows.map(({ event_id }) => event_id),
  )
  return rows.map((row) => ({ ...row, tries: tries.get(row.event_id) ?? [] }))
}

/** One delivery with its tries; null when the event was never to go there. */
export async function findDelivery(sql: Sql, endpointId: string, eventId: string): Promise<DeliveryRow | null> {
  const [row] = await sql.$queryRaw<Omit<DeliveryRow, 'tries'>[]>`
    SELECT event_id, endpoint_id, type, subject, sequence, status, attempts, failures, due_at, reason, created_at, updated_at,
      ended_at
    FROM deliveries WHERE endpoint_id = ${endpointId}::uuid AND event_id = ${eventId}::uuid`
  if (!row) return null
  return { ...row, tries: (await findTries(sql, endpointId, [eventId])).get(eventId) ?? [] }
}

async function findTries(sql: Sql, endpointId: string, eventIds: string[]): Promise<Map<string, AttemptRow[]>> {
  const rows = await sql.$queryRaw<(AttemptRow & { event_id: string })[]>`
    SELECT a.* FROM unnest(${eventIds}::uuid[]) AS wanted(id)
    CROSS JOIN LATERAL (
      SELECT event_id, number, at, duration_ms, outcome, status_code, reason, answer, next_at FROM delivery_attempts
      WHERE endpoint_id = ${endpointId}::uuid AND event_id = wanted.id ORDER BY number DESC LIMIT 50
    ) AS a
    ORDER BY a.event_id, a.number`
  const found = new Map<string, AttemptRow[]>()
  for (const { event_id, ...attempt } of rows) found.set(event_id, [...(found.get(event_id) ?? []), attempt])
  return found
}

export type StatusCounts = Record<DeliveryStatus, number>

/** How many deliveries of each of these endpoints are in which state. */
export async function countDeliveries(sql: Sql, endpointIds: readonly string[]): Promise<Map<string, StatusCounts>> {
  const rows = await sql.$queryRaw<{ endpoint_id: string; status: DeliveryStatus; count: number }[]>`
    SELECT endpoint_id, status, count(*)::int AS count FROM deliveries
    WHERE endpoint_id = ANY(${endpointIds}::uuid[]) GROUP BY endpoint_id, status`
  const counts = new Map(endpointIds.map((id) => [id, { PENDING: 0, RETRYING: 0, DELIVERED: 0, DEAD: 0 }]))
  for (const { endpoint_id, status, count } of rows) {
    const of = counts.get(endpoint_id)
    if (of) of[status] = count
  }
  return counts
}
