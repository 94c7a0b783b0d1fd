import { createHash } from 'node:crypto'
import type { z } from 'zod'
import { AppError } from '@/lib/errors'
import type { Page } from './page'

/**
 * A place in a list, opaque to callers. `query` is whatever decides what the list holds and in which order (filters and
 * whose it is, never `limit`); `position` is the sort key of the last row, as JSON.
 */
export function encodeCursor(query: unknown, position: unknown): string {
  return Buffer.from(JSON.stringify([fingerprint(query), position])).toString('base64url')
}

/** The position in `cursor`, checked by `Position`. E9004 for a cursor that is not one, or of another query. */
export function decodeCursor<S extends z.ZodType>(query: unknown, cursor: string, Position: S): z.output<S> {
  const [print, position] = parse(cursor)
  const parsed = Position.safeParse(position)
  if (print !== fingerprint(query) || !parsed.success) throw badCursor()
  return parsed.data
}

/**
 * A page out of up to `limit + 1` rows: the row too many says that there is more. `positionOf` gives a row's sort key.
 */
export function toPage<R, T>(
  query: unknown,
  rows: readonly R[],
  limit: number,
  positionOf: (row: R) => unknown,
  toItem: (row: R) => T,
): Page<T> {
  const shown = rows.slice(0, limit)
  const last = shown.at(-1)
  const next = rows.length > limit && last !== undefined ? encodeCursor(query, positionOf(last)) : null
  return { data: shown.map(toItem), next_cursor: next }
}

function parse(cursor: string): unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'))
    return Array.isArray(value) ? value : []
  } catch {
    return []
  }
}

function fingerprint(query: unknown): string {
  return createHash('sha256')
    .update(JSON.stringify(query) ?? '')
    .digest('base64url')
    .slice(0, 11)
}

function badCursor(): AppError {
  const message = 'This cursor belongs to another list. Start again without one.'
  return new AppError('E9004', message, { fields: [{ path: 'cursor', message }] })
}
