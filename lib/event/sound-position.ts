import type { Sql } from '@/lib/db/sql'
import { type Position, positionBefore } from './position'
import { currentPosition } from './store'

/** Events that come after a place have ids no older than so much before it: transactions are short, clocks differ little. */
const SLACK_MS = 60_000

/**
 * The place a reader goes on from. One that a backup has overtaken is from a log that is no more: its transaction lies in
 * the future, or its event has another place now (lib/retention/mend-restored.ts). Then the reader goes on from the first
 * event of its time, a minute early: some are told again, none is left out, and nobody waits for a future that does not
 * come.
 */
export async function soundPosition(sql: Sql, organizationId: string, position: Position): Promise<Position> {
  const [row] = await sql.$queryRaw<{ sound: boolean }[]>`
    SELECT ${String(position.tx)}::text::xid8 < pg_snapshot_xmax(pg_current_snapshot())
      AND NOT EXISTS (
        SELECT 1 FROM events WHERE id = ${position.id}::uuid AND tx <> ${String(position.tx)}::text::xid8
      ) AS sound`
  return row?.sound ? position : await sameTime(sql, organizationId, position)
}

async function sameTime(sql: Sql, organizationId: string, { id }: Position): Promise<Position> {
  // Asked first: what is committed between the two questions is then read, not skipped.
  const now = await currentPosition(sql)
  const since = new Date(Math.max(0, timeOf(id) - SLACK_MS)).toISOString()
  const [first] = await sql.$queryRaw<{ tx: string | null }[]>`
    SELECT min(tx::text::numeric)::text AS tx FROM events
    WHERE organization_id = ${organizationId}::uuid AND id >= uuid_floor(${since}::timestamptz)`
  const tx = first?.tx ? BigInt(first.tx) : now.tx
  return positionBefore(tx < now.tx ? tx : now.tx)
}

/**
 * The same place, with the time in it for when a backup overtakes it. Only for a place before everything that still runs:
 * of a transaction that runs a minute already, nothing would be told.
 */
export function withTime({ tx }: Position, now = Date.now()): Position {
  const time = (now - SLACK_MS).toString(16).padStart(12, '0')
  return { tx, id: `${time.slice(0, 8)}-${time.slice(8)}-7000-8000-000000000000` }
}

/** The milliseconds in a UUIDv7; 0, the beginning of the log, for the id before all others. */
export function timeOf(id: string): number {
  return Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16)
}
