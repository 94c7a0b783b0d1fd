import type { Sql } from '@/lib/db/sql'
import type { Position } from './position'
import type { EventRow } from './read-events'

export type EventQuery = {
  organizationId: string
  type: string | undefined
  subject: string | undefined
  order: 'newest' | 'oldest'
  after: Position | null
  limit: number
}

/** Up to `limit` readable events of an organization in the order asked for. A type ending in `.*` is all of its noun. */
export async function findEvents(sql: Sql, query: EventQuery): Promise<EventRow[]> {
  return query.order === 'newest' ? findNewest(sql, query) : findOldest(sql, query)
}

const LAST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
const LAST_TX = '18446744073709551615'
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

async function findNewest(sql: Sql, query: EventQuery): Promise<EventRow[]> {
  const { noun, type } = typeOf(query)
  return await sql.$queryRaw<EventRow[]>`
    SELECT id, type, subject, sequence, source, data, metadata, created_at, tx::text AS tx FROM events
    WHERE organization_id = ${query.organizationId}::uuid
      AND (tx, id) < (${String(query.after?.tx ?? LAST_TX)}::text::xid8, ${query.after?.id ?? LAST_ID}::uuid)
      AND tx < pg_snapshot_xmin(pg_current_snapshot())
      AND (${type}::text IS NULL OR type = ${type}::text)
      AND (${noun}::text IS NULL OR starts_with(type, ${noun}::text))
      AND (${query.subject ?? null}::text IS NULL OR subject = ${query.subject ?? null}::text)
    ORDER BY tx DESC, id DESC LIMIT ${query.limit}::int`
}

async function findOldest(sql: Sql, query: EventQuery): Promise<EventRow[]> {
  const { noun, type } = typeOf(query)
  return await sql.$queryRaw<EventRow[]>`
    SELECT id, type, subject, sequence, source, data, metadata, created_at, tx::text AS tx FROM events
    WHERE organization_id = ${query.organizationId}::uuid
      AND (tx, id) > (${String(query.after?.tx ?? 0)}::text::xid8, ${query.after?.id ?? FIRST_ID}::uuid)
      AND tx < pg_snapshot_xmin(pg_current_snapshot())
      AND (${type}::text IS NULL OR type = ${type}::text)
      AND (${noun}::text IS NULL OR starts_with(type, ${noun}::text))
      AND (${query.subject ?? null}::text IS NULL OR subject = ${query.subject ?? null}::text)
    ORDER BY tx, id LIMIT ${query.limit}::int`
}

/** `challenge.*` → the prefix `challenge.`; anything else is the type itself. */
function typeOf({ type }: EventQuery): { noun: string | null; type: string | null } {
  if (type === undefined) return { noun: null, type: null }
  return type.endsWith('.*') ? { noun: type.slice(0, -1), type: null } : { noun: null, type }
}
