import type { Sql } from '@/lib/db/sql'
import type { Position } from '@/lib/event/position'

/** The only file of this noun that knows the database. */

export type NewLine = {
  id: string
  organization_id: string | null
  at: Date
  level: string
  source: string
  message: string
  request_id: string | null
  context: object | undefined
}

/** Adds lines in one statement. A batch whose answer was lost may be written again: the ids keep it from counting twice. */
export async function insertLines(sql: Sql, lines: readonly NewLine[]): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO log_lines (id, organization_id, at, level, source, message, request_id, context)
    SELECT id, organization_id, at, level, source, message, request_id, coalesce(context, '{}')
    FROM jsonb_to_recordset(${toRows(lines)}::jsonb) AS t(
      id uuid, organization_id uuid, at timestamptz, level text, source text, message text, request_id text, context jsonb)
    ON CONFLICT (id) DO NOTHING`
}

/** Postgres takes no NUL and no half of a surrogate pair, and one line with one must not cost the others their place. */
function toRows(lines: readonly NewLine[]): string {
  return JSON.stringify(lines, (_, value: unknown) =>
    typeof value === 'string' ? value.toWellFormed().replaceAll('\0', '') : value,
  )
}

/** A line with its place. */
export type LineRow = {
  id: string
  at: Date
  level: string
  source: string
  message: string
  request_id: string | null
  context: Record<string, unknown>
  tx: string
}

export type LineQuery = {
  organizationId: string
  levels: readonly string[]
  text: string | null
  requestId: string | null
  source: string | null
  /** Lines between these two places, without them. */
  from: Position
  to: Position
  limit: number
  /** Lines that are looked at for them: a search for what is nowhere must end. */
  window: number
}

/** The newest lines between two places that match, newest first. */
export async function findNewestLines(sql: Sql, query: LineQuery): Promise<LineRow[]> {
  return await sql.$queryRaw<LineRow[]>`
    SELECT id, at, level, source, message, request_id, context, tx::text AS tx FROM (
      SELECT * FROM log_lines
      WHERE organization_id = ${query.organizationId}::uuid
        AND (tx, id) > (${String(query.from.tx)}::text::xid8, ${query.from.id}::uuid)
        AND (tx, id) < (${String(query.to.tx)}::text::xid8, ${query.to.id}::uuid)
      ORDER BY log_lines.tx DESC, log_lines.id DESC LIMIT ${query.window}::int
    ) AS seen
    WHERE level = ANY(${query.levels}::text[])
      AND (${query.text}::text IS NULL OR position(lower(${query.text}::text) IN lower(message)) > 0)
      AND (${query.requestId}::text IS NULL OR request_id = ${query.requestId}::text)
      AND (${query.source}::text IS NULL OR source = ${query.source}::text)
    ORDER BY seen.tx DESC, seen.id DESC LIMIT ${query.limit}::int`
}

/** The oldest lines between two places that match, oldest first. */
export async function findOldestLines(sql: Sql, query: LineQuery): Promise<LineRow[]> {
  return await sql.$queryRaw<LineRow[]>`
    SELECT id, at, level, source, message, request_id, context, tx::text AS tx FROM (
      SELECT * FROM log_lines
      WHERE organization_id = ${query.organizationId}::uuid
        AND (tx, id) > (${String(query.from.tx)}::text::xid8, ${query.from.id}::uuid)
        AND (tx, id) < (${String(query.to.tx)}::text::xid8, ${query.to.id}::uuid)
      ORDER BY log_lines.tx, log_lines.id LIMIT ${query.window}::int
    ) AS seen
    WHERE level = ANY(${query.levels}::text[])
      AND (${query.text}::text IS NULL OR position(lower(${query.text}::text) IN lower(message)) > 0)
      AND (${query.requestId}::text IS NULL OR request_id = ${query.requestId}::text)
      AND (${query.source}::text IS NULL OR source = ${query.source}::text)
    ORDER BY seen.tx, seen.id LIMIT ${query.limit}::int`
}

/** The place of the last line a search looked at; null when it looked at all there are. */
export async function findWindowEnd(
  sql: Sql,
  query: Pick<LineQuery, 'organizationId' | 'from' | 'to' | 'window'>,
  direction: 'newest' | 'oldest',
): Promise<Position | null> {
  const skip = query.window - 1
  const rows =
    direction === 'newest'
      ? await sql.$queryRaw<{ tx: string; id: string }[]>`
          SELECT tx::text AS tx, id FROM log_lines
          WHERE organization_id = ${query.organizationId}::uuid
            AND (tx, id) > (${String(query.from.tx)}::text::xid8, ${query.from.id}::uuid)
            AND (tx, id) < (${String(query.to.tx)}::text::xid8, ${query.to.id}::uuid)
          ORDER BY log_lines.tx DESC, log_lines.id DESC OFFSET ${skip}::int LIMIT 1`
      : await sql.$queryRaw<{ tx: string; id: string }[]>`
          SELECT tx::text AS tx, id FROM log_lines
          WHERE organization_id = ${query.organizationId}::uuid
            AND (tx, id) > (${String(query.from.tx)}::text::xid8, ${query.from.id}::uuid)
            AND (tx, id) < (${String(query.to.tx)}::text::xid8, ${query.to.id}::uuid)
          ORDER BY log_lines.tx, log_lines.id OFFSET ${skip}::int LIMIT 1`
  return rows[0] ? { tx: BigInt(rows[0].tx), id: rows[0].id } : null
}
