import type { Sql } from '@/lib/db/sql'
import { toReason } from './reasons'
import type { Debug, DeliveredEvent, DisabledReason, EndpointStatus, PushEndpoint, PushKind } from './types'
import type { Outcome } from './verdict'

/** What the pump asks and writes. Times are the desk's, given by the caller. */

/** An endpoint as the pump serves it. */
export type LaneEndpoint = PushEndpoint & { status: EndpointStatus; concurrency: number }

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

type EndpointRow = {
  id: string
  organization_id: string
  kind: PushKind
  status: EndpointStatus
  url: string | null
  secret: Uint8Array | null
  previous_secret: Uint8Array | null
  previous_until: Date | null
  user_id: string | null
  concurrency: number
}

/** Endpoints as they are now. */
export async function findLaneEndpoints(sql: Sql, ids: readonly string[]): Promise<LaneEndpoint[]> {
  const rows = await sql.$queryRaw<EndpointRow[]>`
    SELECT id, organization_id, kind, status, url, secret, previous_secret, previous_until, user_id, concurrency
    FROM endpoints WHERE id = ANY(${ids}::uuid[])`
  return rows.map((row) => ({
    id: row.id,
    organizationId: row.organization_id,
    kind: row.kind,
    status: row.status,
    url: row.url,
    secret: row.secret,
    previousSecret: row.previous_secret,
    previousUntil: row.previous_until,
    userId: row.user_id,
    concurrency: row.concurrency,
  }))
}

/** A delivery that is due, with its event; null: the event was erased. */
export type DueDelivery = {
  endpointId: string
  eventId: string
  attempts: number
  failures: number
  debug: Debug | null
  event: DeliveredEvent | null
}

type DueRow = Omit<DeliveredEvent, 'id'> & {
  endpoint_id: string
  event_id: string
  id: string | null
  attempts: number
  failures: number
  debug: Debug | null
}

/** As many payloads as this are held in memory for one endpoint, beside the first. */
const PAGE_BYTES = 4 * 1024 * 1024

/** What is due for each of `lanes`, up to its `room`, the longest due first. */
export async function findDue(
  sql: Sql,
  lanes: readonly { id: string; room: number }[],
  now: Date,
): Promise<DueDelivery[]> {
  const rows = await sql.$queryRaw<DueRow[]>`
    SELECT lane.id AS endpoint_id, d.event_id, d.attempts, d.failures, d.debug, d.organization_id,
      d.id, d.type, d.subject, d.sequence, d.source, d.data, d.metadata, d.created_at
    FROM jsonb_to_recordset(${JSON.stringify(lanes)}::jsonb) AS lane(id uuid, room int)
    CROSS JOIN LATERAL (
      SELECT due.*, e.id, e.type, e.subject, e.sequence, e.source, e.data, e.metadata, e.created_at,
        sum(octet_length(e.data::text)) OVER (ORDER BY due.due_at, due.event_id) - octet_length(e.data::text) AS bytes_before
      FROM (
        SELECT event_id, attempts, failures, debug, organization_id, due_at FROM deliveries
        WHERE endpoint_id = lane.id AND due_at <= ${now.toISOString()}::timestamptz
        ORDER BY deliveries.due_at, deliveries.event_id LIMIT lane.room
      ) AS due
      LEFT JOIN events e ON e.id = due.event_id
    ) AS d
    WHERE coalesce(d.bytes_before, 0) < ${PAGE_BYTES}::int
    ORDER BY d.due_at, d.event_id`
  return rows.map(({ endpoint_id, event_id, attempts, failures, debug, id, ...event }) => ({
    endpointId: endpoint_id,
    eventId: event_id,
    attempts,
    failures,
    debug,
    event: id === null ? null : { id, ...event },
  }))
}

/** What a try did to its delivery, as it is written. `attempts`: before it; a delivery that has moved on is left alone. */
export type Move = {
  endpoint_id: string
  event_id: string
  attempts: number
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

/** Writes tries and what they did, each once. Returns which were written. */
export async function moveDeliveries(
  sql: Sql,
  moves: readonly Move[],
): Promise<{ endpointId: string; eventId: string }[]> {
  const rows = await sql.$queryRaw<{ endpoint_id: string; event_id: string }[]>`
    WITH move AS MATERIALIZED (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(moves)}::jsonb) AS m(endpoint_id uuid, event_id uuid, attempts int,
        failures int, status text, outcome text, at timestamptz, due_at timestamptz, reason text, status_code int,
        duration_ms int, answer text)
    ), moved AS (
      UPDATE deliveries d SET status = m.status, attempts = d.attempts + 1, failures = m.failures, due_at = m.due_at,
        reason = m.reason, updated_at = m.at, ended_at = CASE WHEN m.due_at IS NULL THEN m.at END
      FROM move m
      WHERE d.endpoint_id = m.endpoint_id AND d.event_id = m.event_id AND d.attempts = m.attempts AND d.due_at IS NOT NULL
      RETURNING m.*
    ), tried AS (
      INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, duration_ms, outcome, status_code, reason, answer, next_at)
      SELECT endpoint_id, event_id, attempts + 1, at, duration_ms, outcome, status_code, reason, answer, due_at FROM moved
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

/** What tries said of an endpoint: its last success and the first failure after it, or since ever. */
export type Health = { id: string; succeeded_at: string | null; failed_at: string | null }

/** `last_success_at` is written every ten seconds at most: at a thousand a second it would be the busiest row there is. */
export async function saveHealth(sql: Sql, health: readonly Health[]): Promise<void> {
  await sql.$executeRaw`
    UPDATE endpoints p SET
      last_success_at = greatest(p.last_success_at, h.succeeded_at),
      first_failure_at = CASE WHEN h.succeeded_at IS NULL THEN coalesce(p.first_failure_at, h.failed_at) ELSE h.failed_at END
    FROM jsonb_to_recordset(${JSON.stringify(health)}::jsonb) AS h(id uuid, succeeded_at timestamptz, failed_at timestamptz)
    WHERE p.id = h.id AND CASE WHEN h.succeeded_at IS NULL THEN p.first_failure_at IS NULL
      ELSE p.first_failure_at IS NOT NULL OR h.failed_at IS NOT NULL OR p.last_success_at IS NULL
        OR p.last_success_at < h.succeeded_at - interval '10 seconds' END`
}

export type ChangedEndpoint = {
  id: string
  organization_id: string
  kind: string
  status: string
  reason: string | null
  failing_since: Date | null
}

/** Takes those of `ids` that are ACTIVE out of service. FAILING: only webhooks without a success since `failingSince`. */
export async function disableEndpoints(
  sql: Sql,
  ids: readonly string[],
  change: { reason: DisabledReason; failingSince: Date | null; probeAt: Date | null; now: Date },
): Promise<ChangedEndpoint[]> {
  const at = change.now.toISOString()
  return await sql.$queryRaw<ChangedEndpoint[]>`
    UPDATE endpoints SET status = 'DISABLED', disabled_reason = ${change.reason}::text, disabled_at = ${at}::timestamptz,
      probe_at = ${change.probeAt?.toISOString() ?? null}::timestamptz, probes = 0, updated_at = ${at}::timestamptz
    WHERE id = ANY(${ids}::uuid[]) AND status = 'ACTIVE'
      AND (${change.failingSince?.toISOString() ?? null}::timestamptz IS NULL
        OR (kind = 'WEBHOOK' AND first_failure_at <= ${change.failingSince?.toISOString() ?? null}::timestamptz))
    RETURNING id, organization_id, kind, status, disabled_reason AS reason, first_failure_at AS failing_since`
}
