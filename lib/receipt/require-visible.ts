import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findReceipt, hasSeat, isParty, type ReceiptRow } from './store'

export type VisibleReceipt = ReceiptRow & {
  isParty: boolean
  /** A party, or somebody who sits or once sat on its committee: they see what others wrote freely (decision 0027). */
  isClose: boolean
}

/**
 * The receipt and what the caller is to it (domain §3, "Who sees what"): everybody with the id sees it, unless it is the
 * parties' alone, and that of who was drawn to judge it. E7001 for others and for none.
 */
export async function requireVisible(ctx: Ctx, id: string): Promise<VisibleReceipt> {
  const row = await findReceipt(ctx.db, id)
  if (!row) throw notFound()

  const sql = sqlOver(ctx.pool)
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null
  const own = userId !== null && (await isParty(sql, userId, row.id))
  const isClose = own || (userId !== null && (await hasSeat(sql, userId, row.id)))
  if (row.visibility === 'parties' && !isClose) throw notFound()
  return { ...row, isParty: own, isClose }
}

function notFound(): AppError {
  return new AppError('E7001', 'There is no such receipt, or it is not yours to see.')
}
