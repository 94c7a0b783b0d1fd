import type { Sql } from '@/lib/db/sql'
import type { DeliveryStatus } from '@/lib/delivery/types'
import type { EndedItem, LockedItem } from './verdict'

/** Items and their subjects' heads. Every time is the desk's, given by the caller. */

/** The organization's inbox of this id, or its default one. */
export async function findInbox(sql: Sql, organizationId: string, id: string | undefined): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM endpoints
    WHERE organization_id = ${organizationId}::uuid AND kind = 'INBOX' AND status <> 'DELETED'
      AND CASE WHEN ${id ?? null}::uuid IS NULL THEN is_default ELSE id = ${id ?? null}::uuid END`
  return row?.id ?? null
}

/** Heads of all inboxes whose lease ran out. */
export async function lockExpired(sql: Sql, limit: number, now: Date): Promise<LockedItem[]> {
  return await sql.$queryRaw<LockedItem[]>`
    SELECT d.organization_id, h.endpoint_id, h.event_id, h.subject, h.sequence, d.attempts, d.failures, d.debug, true AS is_head,
      h.handle, h.leased_at, h.visible_at
    FROM inbox_heads h JOIN deliveries d ON d.endpoint_id = h.endpoint_id AND d.event_id = h.event_id
    WHERE h.handle IS NOT NULL AND h.visible_at <= ${now.toISOString()}::timestamptz
    ORDER BY h.visible_at LIMIT ${limit}::int
    FOR UPDATE OF h, d SKIP LOCKED`
}

/** Those of `ids` that are open, locked with their subjects' heads in the order of the subjects. */
export async function lockOpen(sql: Sql, endpointId: string, ids: string[]): Promise<LockedItem[]> {
  return await sql.$queryRaw<LockedItem[]>`
    SELECT d.organization_id, d.endpoint_id, d.event_id, d.subject, d.sequence, d.attempts, d.failures, d.debug,
      h.event_id = d.event_id AS is_head, h.handle, h.leased_at, h.visible_at
    FROM deliveries d JOIN inbox_heads h ON h.endpoint_id = d.endpoint_id AND h.subject = d.subject
    WHERE d.endpoint_id = ${endpointId}::uuid AND d.event_id = ANY(${ids}::uuid[]) AND d.ordered
      AND d.status IN ('PENDING', 'RETRYING')
    ORDER BY d.subject, d.event_id
    FOR UPDATE OF h, d`
}

/** Items as they are, whatever their state. */
export async function findStates(sql: Sql, endpointId: string, ids: string[]): Promise<EndedItem[]> {
  return await sql.$queryRaw<EndedItem[]>`
    SELECT event_id, status, handle, ended_at FROM deliveries
    WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${ids}::uuid[]) AND ordered`
}

/** A head that was to be leased, as it is after that. */
export type LeasedRow = LockedItem & {
  /** Null: it was not leased. Its lease before ran out, its event asked to fail, or this call has its bytes already. */
  new_handle: string | null
  /** Null: the event was erased. */
  type: string | null
  source: string
  data: Record<string, unknown>
  metadata: Record<string, unknown>
  created_at: Date
}

type Lease = {
  endpointId: string
  types: string[] | undefined
  limit: number
  by: string
  until: Date
  maxBytes: number
  now: Date
}

/**
 * Leases the heads that are due, and gives their events: as many as have less than `maxBytes` before them. Left alone, but
 * locked and told, is what `troubleOf` (verdict.ts) finds something in. What somebody else works on is passed over. So is a
 * head that changed after this statement began to look: the lock is on its new row, which `seen` does not see, and neither
 * would it see its item as it is now. Rows are named by where they lie, and OFFSET 0 is there, because the planner does not
 * know how few are due, and would read whole tables for them.
 */
export async function leaseDue(sql: Sql, lease: Lease): Promise<LeasedRow[]> {
  const { endpointId, types = null, limit, by, maxBytes } = lease
  const [at, until] = [lease.now.toISOString(), lease.until.toISOString()]
  return await sql.$queryRaw<LeasedRow[]>`
    WITH due AS MATERIALIZED (
      SELECT h.ctid AS row, h.event_id, h.visible_at FROM inbox_heads h
      WHERE h.endpoint_id = ${endpointId}::uuid AND h.visible_at <= ${at}::timestamptz
        AND (${types}::text[] IS NULL OR (
          SELECT bool_or(filter = d.type OR (right(filter, 2) = '.*' AND starts_with(d.type, left(filter, -1))))
          FROM deliveries d, unnest(${types}::text[]) AS filter
          WHERE d.endpoint_id = h.endpoint_id AND d.event_id = h.event_id
        ))
      ORDER BY h.visible_at, h.event_id LIMIT ${limit}::int
      FOR UPDATE OF h SKIP LOCKED
    ), held AS MATERIALIZED (
      SELECT seen.*, coalesce(sum(octet_length(seen.data::text) + octet_length(seen.metadata::text)) OVER (
        ORDER BY due.visible_at, due.event_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM due CROSS JOIN LATERAL (
        SELECT h.ctid AS row, h.endpoint_id, h.event_id, h.subject, h.sequence, h.handle, h.leased_at, h.visible_at, d.organization_id,
          d.attempts, d.failures, d.debug, e.type, e.source, e.data, e.metadata, e.created_at
        FROM inbox_heads h
        JOIN deliveries d ON d.endpoint_id = ${endpointId}::uuid AND d.event_id = due.event_id
        LEFT JOIN events e ON e.id = due.event_id
        WHERE h.ctid = due.row
        OFFSET 0
      ) AS seen
    ), leased AS (
      UPDATE inbox_heads h SET handle = gen_random_uuid(), leased_by = ${by}::text, leased_at = ${at}::timestamptz,
        visible_at = ${until}::timestamptz, leases = h.leases + 1
      WHERE h.ctid = ANY(ARRAY(
        SELECT held.row FROM held
        WHERE type IS NOT NULL AND before < ${maxBytes}::int AND handle IS NULL
          AND attempts >= coalesce((debug ->> 'fail')::int, 0)
      ))
      RETURNING h.event_id, h.handle
    )
    SELECT organization_id, held.endpoint_id, held.event_id, subject, sequence, attempts, failures, debug, true AS is_head, held.handle,
      leased_at, visible_at, leased.handle AS new_handle, type, source, created_at,
      CASE WHEN leased.handle IS NOT NULL THEN data END AS data,
      CASE WHEN leased.handle IS NOT NULL THEN metadata END AS metadata
    FROM held LEFT JOIN leased ON leased.event_id = held.event_id
    ORDER BY visible_at, held.event_id`
}

/** Lets a head that waits be leased from now on. */
export async function showHead(sql: Sql, item: { endpoint_id: string; subject: string }, now: Date): Promise<void> {
  const at = now.toISOString()
  await sql.$executeRaw`
    UPDATE inbox_heads SET visible_at = ${at}::timestamptz
    WHERE endpoint_id = ${item.endpoint_id}::uuid AND subject = ${item.subject}::text AND visible_at > ${at}::timestamptz`
}

export type RequeuedRow = { event_id: string; subject: string; sequence: number }

export type RequeueQuery = {
  organizationId: string
  endpointId: string
  /** Null: all that are dead. */
  ids: string[] | null
  type: { noun: string | null; type: string | null }
  /** Only those brought back fewer times than this; null: however often. */
  below: number | null
  after: string
  limit: number
  now: Date
}

/** Opens dead items again, in the order of their ids. They have no heads yet. */
export async function reopenDead(sql: Sql, query: RequeueQuery): Promise<RequeuedRow[]> {
  const { endpointId, ids, type, below, after, limit } = query
  return await sql.$queryRaw<RequeuedRow[]>`
    WITH dead AS (
      SELECT d.event_id FROM deliveries d
      WHERE d.organization_id = ${query.organizationId}::uuid AND d.status = 'DEAD' AND d.event_id > ${after}::uuid
        AND d.endpoint_id = ${endpointId}::uuid AND d.ordered
        AND (${ids}::uuid[] IS NULL OR d.event_id = ANY(${ids}::uuid[]))
        AND (${type.type}::text IS NULL OR d.type = ${type.type}::text)
        AND (${type.noun}::text IS NULL OR starts_with(d.type, ${type.noun}::text))
        AND (${below}::int IS NULL OR d.requeues < ${below}::int)
      ORDER BY d.event_id LIMIT ${limit}::int
      FOR UPDATE OF d
    )
    UPDATE deliveries d SET status = 'PENDING', failures = 0, requeues = d.requeues + 1, reason = NULL, handle = NULL,
      ended_at = NULL, updated_at = ${query.now.toISOString()}::timestamptz
    FROM dead WHERE d.endpoint_id = ${endpointId}::uuid AND d.event_id = dead.event_id
    RETURNING d.event_id, d.subject, d.sequence`
}

/** How many dead items were brought back at least `times` times. */
export async function countWornOut(
  sql: Sql,
  query: Omit<RequeueQuery, 'below' | 'after' | 'limit'>,
  times: number,
): Promise<number> {
  const { endpointId, ids, type } = query
  const [row] = await sql.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM deliveries d
    WHERE d.organization_id = ${query.organizationId}::uuid AND d.status = 'DEAD' AND d.endpoint_id = ${endpointId}::uuid
      AND d.ordered AND d.requeues >= ${times}::int
      AND (${ids}::uuid[] IS NULL OR d.event_id = ANY(${ids}::uuid[]))
      AND (${type.type}::text IS NULL OR d.type = ${type.type}::text)
      AND (${type.noun}::text IS NULL OR starts_with(d.type, ${type.noun}::text))`
  return row?.count ?? 0
}

export type ItemState = {
  event_id: string
  status: DeliveryStatus
  attempts: number
  requeues: number
  type: string
}

/** What these items are, as one sees them now. */
export async function findRequeueStates(sql: Sql, endpointId: string, ids: string[]): Promise<ItemState[]> {
  return await sql.$queryRaw<ItemState[]>`
    SELECT event_id, status, attempts, requeues, type FROM deliveries
    WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${ids}::uuid[]) AND ordered`
}
