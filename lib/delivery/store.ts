import type { Sql } from '@/lib/db/sql'
import { toReason } from './reasons'
import type { Debug, DeliveredEvent, PushKind } from './types'
import type { Outcome } from './verdict'

/** What the pump asks and writes. Times are the desk's, given by the caller. */

/** Endpoints with something due: what is ACTIVE and of `kinds`; and DELETED (or erased) ones that still have open deliveries. */
export async function findDueEndpoints(
  sql: Sql,
  kinds: readonly PushKind[],
  now: Date,
): Promise<{ due: string[]; deleted: string[] }> {
  const rows = await sql.$queryRaw<{ id: string; is_deleted: boolean }[]>`
    WITH RECURSIVE waiting AS (
      (SELECT endpoint_id FROM deliveries WHERE due_at IS NOT NULL ORDER BY endpoint_id LIMIT 1)
      UNION ALL
      SELECT following.endpoint_id FROM waiting CROSS JOIN LATERAL (
        SELECT endpoint_id FROM deliveries
        WHERE due_at IS NOT NULL AND endpoint_id > waiting.endpoint_id ORDER BY endpoint_id LIMIT 1
      ) AS following
    )
    SELECT endpoint_id AS id, coalesce(p.status, 'DELETED') = 'DELETED' AS is_deleted
    FROM waiting LEFT JOIN endpoints p ON p.id = waiting.endpoint_id
    WHERE coalesce(p.status, 'DELETED') = 'DELETED' OR (
      p.status = 'ACTIVE' AND p.kind = ANY(${kinds}::text[]) AND EXISTS (
        SELECT 1 FROM deliveries d
        WHERE d.endpoint_id = waiting.endpoint_id AND d.due_at <= ${now.toISOString()}::timestamptz
      )
    )`
  const ids = (isDeleted: boolean) => rows.filter(({ is_deleted }) => is_deleted === isDeleted).map(({ id }) => id)
  return { due: ids(false), deleted: ids(true) }
}

/** A delivery that is due, with its event; null: the event was erased. */
export type DueDelivery = {
  endpointId: string
  eventId: string
  attempts: number
  failures: number
  debug: Debug | null
  /** Of the call that made the event. */
  requestId: string | null
  event: DeliveredEvent | null
}

type DueRow = Omit<DeliveredEvent, 'id'> & {
  endpoint_id: string
  event_id: string
  id: string | null
  attempts: number
  failures: number
  debug: Debug | null
  request_id: string | null
}

/** As many payloads as this are read at a time for one endpoint, beside the first. */
const PAGE_BYTES = 4 * 1024 * 1024

/** What is due for each of `lanes` beside what it has `in_hand`, up to its `room`, the longest due first. */
export async function findDue(
  sql: Sql,
  lanes: readonly { id: string; room: number; in_hand: readonly string[] }[],
  now: Date,
): Promise<DueDelivery[]> {
  const rows = await sql.$queryRaw<DueRow[]>`
    SELECT lane.id AS endpoint_id, d.event_id, d.attempts, d.failures, d.debug, d.organization_id,
      d.id, d.type, d.subject, d.sequence, d.source, d.data, d.metadata, d.created_at, d.request_id
    FROM jsonb_to_recordset(${JSON.stringify(lanes)}::jsonb) AS lane(id uuid, room int, in_hand uuid[])
    CROSS JOIN LATERAL (
      SELECT due.*, e.id, e.type, e.subject, e.sequence, e.source, e.data, e.metadata, e.created_at, e.request_id,
        sum(octet_length(e.data::text)) OVER (ORDER BY due.due_at, due.event_id) - octet_length(e.data::text) AS bytes_before
      FROM (
        SELECT event_id, attempts, failures, debug, organization_id, due_at FROM deliveries
        WHERE endpoint_id = lane.id AND due_at <= ${now.toISOString()}::timestamptz
          AND event_id <> ALL (lane.in_hand)
        ORDER BY deliveries.due_at, deliveries.event_id LIMIT lane.room
      ) AS due
      LEFT JOIN events e ON e.id = due.event_id
    ) AS d
    WHERE coalesce(d.bytes_before, 0) < ${PAGE_BYTES}::int
    ORDER BY d.due_at, d.event_id`
  return rows.map(({ endpoint_id, event_id, attempts, failures, debug, request_id, id, ...event }) => ({
    endpointId: endpoint_id,
    eventId: event_id,
    attempts,
    failures,
    debug,
    requestId: request_id,
    event: id === null ? null : { id, ...event },
  }))
}

/**
 * What a try did to its delivery, as it is written. `attempts`: before it; a delivery that has moved on is left alone.
 * `failures_before`: another count says that a replay began a new round meanwhile.
 */
export type Move = {
  endpoint_id: string
  event_id: string
  attempts: number
  failures_before: number
  failures: number
  status: 'RETRYING' | 'DELIVERED' | 'DEAD'
  outcome: Outcome
  at: string
  due_at: string | null
  reason: string | null
  status_code: number | null
  duration_ms: number | null
  answer: string | null
}

/**
 * Writes tries and what they did, each once. One that failed in a round that is over is written, and its delivery is due as
 * before. A month's tries may outlive its deliveries, whose numbers then begin anew. Returns which were written.
 */
export async function moveDeliveries(
  sql: Sql,
  moves: readonly Move[],
): Promise<{ endpointId: string; eventId: string }[]> {
  const rows = await sql.$queryRaw<{ endpoint_id: string; event_id: string }[]>`
    WITH move AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m(endpoint_id uuid, event_id uuid, attempts int,
        failures_before int, failures int, status text, outcome text, at timestamptz, due_at timestamptz, reason text, status_code int,
        duration_ms int, answer text)
    ), moved AS (
      UPDATE deliveries d SET attempts = d.attempts + 1, updated_at = m.at,
        status = CASE WHEN m.status = 'DELIVERED' OR d.failures = m.failures_before THEN m.status ELSE d.status END,
        failures = CASE WHEN m.status = 'DELIVERED' OR d.failures = m.failures_before THEN m.failures ELSE d.failures END,
        due_at = CASE WHEN m.status = 'DELIVERED' OR d.failures = m.failures_before THEN m.due_at ELSE d.due_at END,
        reason = CASE WHEN m.status = 'DELIVERED' OR d.failures = m.failures_before THEN m.reason ELSE d.reason END,
        ended_at = CASE WHEN m.due_at IS NULL AND (m.status = 'DELIVERED' OR d.failures = m.failures_before) THEN m.at END
      FROM move m
      WHERE d.endpoint_id = m.endpoint_id AND d.event_id = m.event_id AND d.attempts = m.attempts AND d.due_at IS NOT NULL
      RETURNING m.*, d.due_at AS next_at
    ), tried AS (
      INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, duration_ms, outcome, status_code, reason, answer, next_at)
      SELECT endpoint_id, event_id, attempts + 1, at, duration_ms, CASE WHEN next_at IS NULL THEN outcome ELSE 'RETRY' END,
        status_code, reason, answer, next_at FROM moved
      ON CONFLICT (endpoint_id, event_id, number) DO UPDATE SET at = excluded.at, duration_ms = excluded.duration_ms,
        outcome = excluded.outcome, status_code = excluded.status_code, reason = excluded.reason, answer = excluded.answer,
        next_at = excluded.next_at
    )
    SELECT endpoint_id, event_id FROM moved`
  return rows.map(({ endpoint_id, event_id }) => ({ endpointId: endpoint_id, eventId: event_id }))
}

/** Closes open deliveries of endpoints that are gone. Returns how many. */
export async function closeDeliveries(sql: Sql, ids: readonly string[], limit: number, now: Date): Promise<number> {
  return await sql.$executeRaw`
    UPDATE deliveries d SET status = 'DEAD', due_at = NULL, reason = ${toReason('ENDPOINT_DELETED')}::text,
      updated_at = ${now.toISOString()}::timestamptz, ended_at = ${now.toISOString()}::timestamptz
    FROM (
      SELECT endpoint_id, event_id FROM deliveries
      WHERE endpoint_id = ANY(${ids}::uuid[]) AND due_at IS NOT NULL LIMIT ${limit}::int
      FOR UPDATE SKIP LOCKED
    ) AS open
    WHERE d.endpoint_id = open.endpoint_id AND d.event_id = open.event_id`
}
