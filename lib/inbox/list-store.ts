import type { Sql } from '@/lib/db/sql'
import type { ItemStatus } from './schemas'

/** What is read to be shown. Times are the desk's. */

export type ItemRow = {
  event_id: string
  type: string
  subject: string
  sequence: number
  source: string
  data: Record<string, unknown>
  metadata: Record<string, unknown>
  created_at: Date
  status: ItemStatus
  attempts: number
  failures: number
  requeues: number
  reason: string | null
  ended_at: Date | null
  /** Of its subject's head, when it is that. */
  is_head: boolean
  handle: string | null
  leased_by: string | null
  visible_at: Date | null
  /** False: the page has its bytes already, and what it says is left out. */
  fits: boolean
}

export type ItemQuery = {
  endpointId: string
  id: string | null
  statuses: readonly string[] | null
  noun: string | null
  type: string | null
  from: Date | null
  to: Date | null
  /** Names and values, compared as text. */
  metadata: readonly (readonly [string, string])[]
  /** The id before the page. */
  after: string | null
  limit: number
  maxBytes: number
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'

/** Items of an inbox, newest first. */
export async function findItems(sql: Sql, query: ItemQuery): Promise<ItemRow[]> {
  return await sql.$queryRaw<ItemRow[]>`
    WITH page AS MATERIALIZED (
      SELECT d.event_id, d.type, d.subject, d.sequence, e.source, e.data, e.metadata, e.created_at, d.status, d.attempts,
        d.failures, d.requeues, d.reason, d.ended_at, h.event_id IS NOT NULL AS is_head, h.handle, h.leased_by, h.visible_at,
        octet_length(e.data::text) + octet_length(e.metadata::text) AS bytes
      FROM deliveries d JOIN events e ON e.id = d.event_id
      LEFT JOIN inbox_heads h ON h.endpoint_id = d.endpoint_id AND h.subject = d.subject AND h.event_id = d.event_id
      WHERE d.endpoint_id = ${query.endpointId}::uuid AND d.ordered
        AND (${query.id}::uuid IS NULL OR d.event_id = ${query.id}::uuid)
        AND d.event_id < ${query.after ?? LAST_ID}::uuid
        AND (${query.statuses}::text[] IS NULL OR d.status = ANY(${query.statuses}::text[]))
        AND (${query.type}::text IS NULL OR d.type = ${query.type}::text)
        AND (${query.noun}::text IS NULL OR starts_with(d.type, ${query.noun}::text))
        AND (${query.from?.toISOString() ?? null}::timestamptz IS NULL OR e.created_at >= ${query.from?.toISOString() ?? null}::timestamptz)
        AND (${query.to?.toISOString() ?? null}::timestamptz IS NULL OR e.created_at < ${query.to?.toISOString() ?? null}::timestamptz)
        AND NOT EXISTS (
          SELECT 1 FROM jsonb_to_recordset(${JSON.stringify(toFilters(query.metadata))}::jsonb) AS f(name text, value text)
          WHERE e.metadata ->> f.name IS DISTINCT FROM f.value
        )
      ORDER BY d.event_id DESC LIMIT ${query.limit}::int
    ), sized AS (
      SELECT page.*, coalesce(sum(bytes) OVER (
        ORDER BY event_id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) < ${query.maxBytes}::int AS fits
      FROM page
    )
    SELECT event_id, type, subject, sequence, source, CASE WHEN fits THEN data END AS data,
      CASE WHEN fits THEN metadata END AS metadata, created_at, status, attempts, failures, requeues, reason, ended_at,
      is_head, handle, leased_by, visible_at, fits
    FROM sized ORDER BY event_id DESC`
}

function toFilters(metadata: ItemQuery['metadata']) {
  return metadata.map(([name, value]) => ({ name, value }))
}

export type AttemptRow = {
  event_id: string
  number: number
  at: Date
  duration_ms: number | null
  outcome: 'DELIVERED' | 'RETRY' | 'DEAD'
  reason: string | null
  next_at: Date | null
}

/** All tries of these items, each item's in order. */
export async function findAttempts(sql: Sql, endpointId: string, ids: string[]): Promise<AttemptRow[]> {
  return await sql.$queryRaw<AttemptRow[]>`
    SELECT event_id, number, at, duration_ms, outcome, reason, next_at FROM delivery_attempts
    WHERE endpoint_id = ${endpointId}::uuid AND event_id = ANY(${ids}::uuid[])
    ORDER BY event_id, number`
}
