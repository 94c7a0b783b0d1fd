import type { Sql } from '@/lib/db/sql'
import { type Position, positionBefore } from './position'

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

/**
 * The events of an organization after `position`, oldest first. Only transactions older than every one still running
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
    FROM events
    WHERE organization_id = ${organizationId}::uuid
      AND (tx, id) > (${String(after.tx)}::text::xid8, ${after.id}::uuid)
      AND tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY tx, id
    LIMIT ${limit}::int`
}

/** The place before everything that is not visible yet: a reader who starts here misses nothing that happens from now on. */
export async function currentPosition(sql: Sql): Promise<Position> {
  const [row] = await sql.$queryRaw<{ tx: string }[]>`SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS tx`
  return positionBefore(BigInt(row?.tx ?? 0))
}

/** Where a row stands. */
export function positionOf(row: EventRow): Position {
  return { tx: BigInt(row.tx), id: row.id }
}

/** A row as it is told. */
export function toEvent({ tx: _, ...event }: EventRow): Omit<EventRow, 'tx'> {
  return event
}
