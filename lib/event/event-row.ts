import type { Position } from './position'
import type { EventRow } from './store'

/** Where a row stands. */
export function positionOf(row: EventRow): Position {
  return { tx: BigInt(row.tx), id: row.id }
}

/** A row as it is told. */
export function toEvent({ tx: _, ...event }: EventRow): Omit<EventRow, 'tx'> {
  return event
}
