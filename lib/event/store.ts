import type { UserActor } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { typeFilterOf } from './event-type'
import { MAX_PAGE_BYTES } from './page-bytes'
import { type Position, positionBefore } from './position'

/** The only file of this noun that knows the database. */

/** A row of the log with its place in it. */
export type EventRow = {
  id: string
  type: string
  subject: string
  sequence: number
  source: string
  data: Record<string, unknown>
  metadata: Record<string, unknown>
  created_at: Date
  tx: string
}

export type NewFact = {
  id: string
  type: string
  subject: string
  source: string
  metadata: object
  requestId: string | null
  now: Date
  /** What a sandbox organization asked its deliveries to suffer. */
  debug?: object | undefined
  rows: readonly { id: string; organization_id: string; data: object }[]
}

/**
 * Writes a fact's rows in one statement: the subject's row of each organization is locked and counted up, so sequences have
 * no gaps; organizations are locked in the order of their ids, so two facts about one subject cannot deadlock. Returns each
 * organization's number.
 */
export async function insertFact(sql: Sql, fact: NewFact): Promise<{ organization_id: string; sequence: number }[]> {
  return await sql.$queryRaw<{ organization_id: string; sequence: number }[]>`
    WITH told AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(fact.rows)}::jsonb) AS t(id uuid, organization_id uuid, data jsonb)
    ), counted AS (
      INSERT INTO event_subjects AS s (organization_id, subject, sequence)
      SELECT organization_id, ${fact.subject}::text, 1 FROM told ORDER BY organization_id
      ON CONFLICT (organization_id, subject) DO UPDATE SET sequence = s.sequence + 1
      RETURNING s.organization_id, s.sequence
    )
    INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, metadata, request_id, debug, created_at)
    SELECT told.id, ${fact.id}::uuid, told.organization_id, ${fact.type}::text, ${fact.subject}::text, counted.sequence,
      ${fact.source}::text, told.data, ${JSON.stringify(fact.metadata)}::jsonb, ${fact.requestId}::text,
      ${fact.debug ? JSON.stringify(fact.debug) : null}::jsonb, ${fact.now.toISOString()}::timestamptz
    FROM told JOIN counted USING (organization_id)
    RETURNING organization_id, sequence`
}

/** Whether an organization is marked sandbox. */
export async function isSandbox(sql: Sql, organizationId: string): Promise<boolean> {
  const [row] = await sql.$queryRaw<{ sandbox: boolean }[]>`
    SELECT sandbox FROM organizations WHERE id = ${organizationId}::uuid`
  return row?.sandbox ?? false
}

/**
 * The events of an organization after `position`, oldest first (by `events.tx`: the `tx` that is told is text, and as text
 * 1000 comes before 999). Only transactions older than every one still running
 * are read (domain §9): what commits late has a later place than everything seen before, so nothing is ever skipped.
 */
export async function readEvents(
  sql: Sql,
  organizationId: string,
  after: Position,
  limit: number,
): Promise<EventRow[]> {
  return await sql.$queryRaw<EventRow[]>`
    SELECT id, type, subject, sequence, source, data, metadata, created_at, tx::text AS tx
    FROM (
      SELECT *, coalesce(sum(octet_length(data::text) + octet_length(metadata::text)) OVER (
        ORDER BY page.tx, page.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) AS before
      FROM (
        SELECT id, type, subject, sequence, source, data, metadata, created_at, tx
        FROM events
        WHERE organization_id = ${organizationId}::uuid
          AND (tx, id) > (${String(after.tx)}::text::xid8, ${after.id}::uuid)
          AND tx < pg_snapshot_xmin(pg_current_snapshot())
        ORDER BY events.tx, events.id
        LIMIT ${limit}::int
      ) AS page
    ) AS sized
    WHERE before < ${MAX_PAGE_BYTES}::int
    ORDER BY sized.tx, sized.id`
}

/** The place before everything that is not visible yet: a reader who starts here misses nothing that happens from now on. */
export async function currentPosition(sql: Sql): Promise<Position> {
  const [row] = await sql.$queryRaw<{ tx: string }[]>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS tx`
  return positionBefore(BigInt(row?.tx ?? 0))
}

export type News = { xmin: string; organizations: string[] }

/** Those of `organizations` with events that became readable since the snapshot's lower end was `since`; null: all. */
export async function findNews(sql: Sql, organizations: string[], since: string | null): Promise<News> {
  const [row] = await sql.$queryRaw<{ xmin: string; news: string[] }[]>`
    SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xmin, ARRAY(
      SELECT o::text FROM unnest(${organizations}::uuid[]) AS o
      WHERE EXISTS (
        SELECT 1 FROM events
        WHERE organization_id = o AND tx >= ${since ?? '0'}::text::xid8 AND tx < pg_snapshot_xmin(pg_current_snapshot())
      )
    ) AS news`
  if (!row) throw new Error('The snapshot is missing')
  return { xmin: row.xmin, organizations: since === null ? organizations : row.news }
}

/** Whether the session or key an actor came with still holds, and the user still belongs to the organization. */
export async function isStillAllowed(sql: Sql, actor: UserActor, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM users u
    JOIN memberships m ON m.user_id = u.id AND m.organization_id = ${actor.organizationId}::uuid
    WHERE u.id = ${actor.userId}::uuid AND u.erased_at IS NULL
      AND (${actor.sessionId}::uuid IS NULL OR EXISTS (
        SELECT 1 FROM sessions s
        WHERE s.id = ${actor.sessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > ${at}::timestamptz))
      AND (${actor.keyId}::uuid IS NULL OR EXISTS (
        SELECT 1 FROM api_keys k
        WHERE k.id = ${actor.keyId}::uuid AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > ${at}::timestamptz)))`
  return rows.length > 0
}

export type EventQuery = {
  organizationId: string
  type: string | undefined
  subject: string | undefined
  order: 'newest' | 'oldest'
  after: Position | null
  limit: number
}

/** `fits` is false once the page has its bytes already: then what the event says is left out. */
export type ListedEvent = EventRow & { fits: boolean }

/** Up to `limit` readable events of an organization in the order asked for. A type ending in `.*` is all of its noun. */
export async function findEvents(sql: Sql, query: EventQuery): Promise<ListedEvent[]> {
  return query.order === 'newest' ? findNewest(sql, query) : findOldest(sql, query)
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const LAST_TX = '18446744073709551615'
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

async function findNewest(sql: Sql, query: EventQuery): Promise<ListedEvent[]> {
  const { noun, type } = typeFilterOf(query.type)
  return await sql.$queryRaw<ListedEvent[]>`
    SELECT id, type, subject, sequence, source, created_at, tx::text AS tx, fits,
      CASE WHEN fits THEN data END AS data, CASE WHEN fits THEN metadata END AS metadata
    FROM (
      SELECT *, coalesce(sum(octet_length(data::text) + octet_length(metadata::text)) OVER (
        ORDER BY page.tx DESC, page.id DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) < ${MAX_PAGE_BYTES}::int AS fits
      FROM (
        SELECT id, type, subject, sequence, source, data, metadata, created_at, tx FROM events
        WHERE organization_id = ${query.organizationId}::uuid
          AND (tx, id) < (${String(query.after?.tx ?? LAST_TX)}::text::xid8, ${query.after?.id ?? LAST_ID}::uuid)
          AND tx < pg_snapshot_xmin(pg_current_snapshot())
          AND (${type}::text IS NULL OR type = ${type}::text)
          AND (${noun}::text IS NULL OR starts_with(type, ${noun}::text))
          AND (${query.subject ?? null}::text IS NULL OR subject = ${query.subject ?? null}::text)
        ORDER BY events.tx DESC, events.id DESC LIMIT ${query.limit}::int
      ) AS page
    ) AS sized
    ORDER BY sized.tx DESC, sized.id DESC`
}

async function findOldest(sql: Sql, query: EventQuery): Promise<ListedEvent[]> {
  const { noun, type } = typeFilterOf(query.type)
  return await sql.$queryRaw<ListedEvent[]>`
    SELECT id, type, subject, sequence, source, created_at, tx::text AS tx, fits,
      CASE WHEN fits THEN data END AS data, CASE WHEN fits THEN metadata END AS metadata
    FROM (
      SELECT *, coalesce(sum(octet_length(data::text) + octet_length(metadata::text)) OVER (
        ORDER BY page.tx, page.id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0) < ${MAX_PAGE_BYTES}::int AS fits
      FROM (
        SELECT id, type, subject, sequence, source, data, metadata, created_at, tx FROM events
        WHERE organization_id = ${query.organizationId}::uuid
          AND (tx, id) > (${String(query.after?.tx ?? 0)}::text::xid8, ${query.after?.id ?? FIRST_ID}::uuid)
          AND tx < pg_snapshot_xmin(pg_current_snapshot())
          AND (${type}::text IS NULL OR type = ${type}::text)
          AND (${noun}::text IS NULL OR starts_with(type, ${noun}::text))
          AND (${query.subject ?? null}::text IS NULL OR subject = ${query.subject ?? null}::text)
        ORDER BY events.tx, events.id LIMIT ${query.limit}::int
      ) AS page
    ) AS sized
    ORDER BY sized.tx, sized.id`
}
