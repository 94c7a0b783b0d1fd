import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { typeFilterOf } from '@/lib/event/event-type'
import { MAX_PAGE_BYTES, shownOf } from '@/lib/event/page-bytes'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { Id } from '@/lib/http/schemas'
import { toAttempt, toItem } from './answers'
import { loadInbox } from './inbox-of'
import { findAttempts, findItems, type ItemQuery, type ItemRow } from './list-store'
import { noSuchItem } from './refusals'
import type { DeadFilter, InboxFilter } from './schemas'

/** The items of an inbox, newest first. E6002 for an inbox that is not theirs, E9004 for a cursor of another list. */
export async function listItems(ctx: Ctx<UserActor>, { limit, cursor, ...filter }: InboxFilter) {
  requireUser(ctx)
  const { status = null, type, from = null, to = null, endpoint, metadata } = filter
  const endpointId = await loadInbox(ctx, endpoint)
  const query = { endpointId, id: null, statuses: status, ...typeFilterOf(type), from, to, metadata }
  return readPage(sqlOver(ctx.pool), query, { limit, cursor }, (row) => toItem(row, ctx.now))
}

/** The dead items of an inbox, newest first, each with its tries. */
export async function listDead(ctx: Ctx<UserActor>, { limit, cursor, type, endpoint }: DeadFilter) {
  requireUser(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  const sql = sqlOver(ctx.pool)
  const filter = { id: null, statuses: ['DEAD'], ...typeFilterOf(type), from: null, to: null, metadata: [] }
  const page = await readPage(sql, { endpointId, ...filter }, { limit, cursor }, (row) => toItem(row, ctx.now))

  const ids = page.data.map(({ id }) => id)
  const attempts = ids.length === 0 ? [] : await findAttempts(sql, endpointId, ids)
  const ofItem = (id: string) => attempts.filter(({ event_id }) => event_id === id).map(toAttempt)
  return { ...page, data: page.data.map((item) => ({ ...item, attempts: ofItem(item.id) })) }
}

/** One item with its tries. E9008 for one that is not in the inbox. */
export async function getItem(ctx: Ctx<UserActor>, { id, endpoint }: { id: string; endpoint?: string | undefined }) {
  requireUser(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  const sql = sqlOver(ctx.pool)
  const filter = { id, statuses: null, noun: null, type: null, from: null, to: null, metadata: [], after: null }
  const [row] = await findItems(sql, { endpointId, ...filter, limit: 1, maxBytes: MAX_PAGE_BYTES })
  if (!row) throw noSuchItem()

  const attempts = await findAttempts(sql, endpointId, [id])
  return { ...toItem(row, ctx.now), attempts: attempts.map(toAttempt) }
}

type Query = Omit<ItemQuery, 'after' | 'limit' | 'maxBytes'>
type Paging = { limit: number; cursor: string | undefined }

async function readPage<T>(sql: Sql, query: Query, { limit, cursor }: Paging, toAnswer: (row: ItemRow) => T) {
  const after = cursor === undefined ? null : decodeCursor(query, cursor, Id)
  const rows = await findItems(sql, { ...query, after, limit: limit + 1, maxBytes: MAX_PAGE_BYTES })
  const shown = shownOf(rows, limit)
  return toPage(query, rows.slice(0, shown + 1), shown, ({ event_id }) => event_id, toAnswer)
}
