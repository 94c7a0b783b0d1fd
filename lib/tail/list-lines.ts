import { z } from 'zod'
import type { Ctx, UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { formatPosition, type Position, parsePosition, positionBefore } from '@/lib/event/position'
import { currentPosition } from '@/lib/event/store'
import { decodeCursor, encodeCursor } from '@/lib/http/cursor'
import { LEVELS, type LineFilter } from './schemas'
import { findNewestLines, findOldestLines, findWindowEnd, type LineQuery, type LineRow } from './store'

const Place = z.string().transform((text, issues): Position => {
  const position = parsePosition(text)
  if (position) return position
  issues.addIssue({ code: 'custom', message: 'Not a place in the tail' })
  return z.NEVER
})

/** Lines one search looks at; what lies behind them is the next page's. */
const WINDOW = 20_000

type Line = Omit<LineRow, 'tx'>
type Lines = { data: Line[]; next_cursor: string | null; latest: string }

/**
 * Lines of the organization the caller acts in, newest first. With `after`, those that came since: the first `limit` of them,
 * so that whoever asks again and again misses none. Lines are read in the order they were committed (as events are).
 */
export async function listLines(ctx: Ctx<UserActor>, input: LineFilter): Promise<Lines> {
  const { limit, cursor, after, ...filter } = input
  const { organizationId } = ctx.actor
  const sql = sqlOver(ctx.pool)
  // Everything before it is there to be read, and nothing will ever be added there.
  const now = await currentPosition(sql)
  const query: LineQuery = {
    organizationId,
    levels: LEVELS.slice(LEVELS.indexOf(filter.level)),
    text: filter.text ?? null,
    requestId: filter.request_id ?? null,
    source: filter.source ?? null,
    from: positionBefore(0n),
    to: now,
    limit: limit + 1,
    window: isWhole(filter) ? limit + 1 : WINDOW,
  }
  if (after !== undefined) {
    const since = decodeCursor(tailOf(organizationId), after, Place)
    return linesAfter(sql, { ...query, from: since }, limit)
  }

  const list = { ...tailOf(organizationId), ...filter }
  const to = cursor === undefined ? now : decodeCursor(list, cursor, Place)
  const { rows, end } = await pageBefore(sql, { ...query, to }, limit)
  return {
    data: rows.map(toLine),
    next_cursor: end && encodeCursor(list, formatPosition(end)),
    latest: encodeCursor(tailOf(organizationId), formatPosition(now)),
  }
}

/** A page going back, and where the next one begins: after its last line, or where the search stopped. */
async function pageBefore(
  sql: Sql,
  query: LineQuery,
  limit: number,
): Promise<{ rows: LineRow[]; end: Position | null }> {
  const rows = await findNewestLines(sql, query)
  if (rows.length > limit) return { rows: rows.slice(0, limit), end: placeOf(rows[limit - 1]) }
  return { rows, end: await findWindowEnd(sql, query, 'newest') }
}

async function linesAfter(sql: Sql, query: LineQuery, limit: number): Promise<Lines> {
  const rows = await findOldestLines(sql, query)
  const isFull = rows.length > limit
  const end = isFull ? placeOf(rows[limit - 1]) : await findWindowEnd(sql, query, 'oldest')
  return {
    data: rows.slice(0, limit).reverse().map(toLine),
    next_cursor: null,
    latest: encodeCursor(tailOf(query.organizationId), formatPosition(end ?? query.to)),
  }
}

/** What a live position belongs to: it goes on when a filter changes. */
function tailOf(organizationId: string) {
  return { tail: organizationId }
}

function isWhole({ level, text, request_id, source }: Omit<LineFilter, 'limit' | 'cursor' | 'after'>): boolean {
  return level === 'debug' && text === undefined && request_id === undefined && source === undefined
}

function placeOf(row: LineRow | undefined): Position | null {
  return row ? { tx: BigInt(row.tx), id: row.id } : null
}

function toLine({ tx: _, ...line }: LineRow): Line {
  return line
}
