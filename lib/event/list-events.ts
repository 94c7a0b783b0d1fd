import { z } from 'zod'
import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import type { Page } from '@/lib/http/page'
import { positionOf, toEvent } from './event-row'
import { shownOf } from './page-bytes'
import { formatPosition, type Position, parsePosition } from './position'
import type { EventFilter } from './schemas'
import { soundPosition } from './sound-position'
import { type EventRow, findEvents, type ListedEvent } from './store'

const Place = z.string().transform((text, issues): Position => {
  const position = parsePosition(text)
  if (position) return position
  issues.addIssue({ code: 'custom', message: 'Not a place in the log' })
  return z.NEVER
})

/** The events of the organization the caller acts in. A transaction's events appear once no older one is running. */
export async function listEvents(ctx: Ctx<UserActor>, input: EventFilter): Promise<Page<Omit<EventRow, 'tx'>>> {
  const { limit, cursor, ...filter } = input
  const query = {
    organizationId: ctx.actor.organizationId,
    type: filter.type,
    subject: filter.subject,
    order: filter.order,
  }
  const sql = sqlOver(ctx.pool)
  const given = cursor === undefined ? null : decodeCursor(query, cursor, Place)
  // Newest first, a place that a backup has overtaken is only told from the top again.
  const after = given && query.order === 'oldest' ? await soundPosition(sql, query.organizationId, given) : given

  const rows = await findEvents(sql, { ...query, after, limit: limit + 1 })
  const shown = shownOf(rows, limit)
  return toPage(query, rows.slice(0, shown + 1), shown, (row) => formatPosition(positionOf(row)), toListed)
}

function toListed({ fits: _, ...row }: ListedEvent): Omit<EventRow, 'tx'> {
  return toEvent(row)
}
