import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findReceipt, hasSeat, isParty, type ReceiptRow } from './store'

/**
 * The receipt and whether the caller is one of its parties (domain §3, "Who sees what"): everybody with the id sees it,
 * unless it is the parties' alone, and that of who was drawn to judge it. E7001 for others and for none.
 */
export async function requireVisible(ctx: Ctx, id: string): Promise<ReceiptRow & { isParty: boolean }> {
  const row = await findReceipt(ctx.db, id)
  if (!row) throw notFound()

  const sql = sqlOver(ctx.pool)
  const userId = ctx.actor.kind === 'user' ? ctx.actor.userId : null
  const own = userId !== null && (await isParty(sql, userId, row.id))
  if (row.visibility !== 'parties' || own) return { ...row, isParty: own }
  if (userId !== null && (await hasSeat(sql, userId, row.id))) return { ...row, isParty: false }
  throw notFound()
}

function notFound(): AppError {
  return new AppError('E7001', 'There is no such receipt, or it is not yours to see.')
}
