import type { Sql } from '@/lib/db/sql'

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
