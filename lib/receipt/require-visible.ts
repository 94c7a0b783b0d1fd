import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findReceipt, isParty, type ReceiptRow } from './store'

/**
 * The receipt and whether the caller is one of its parties (domain §3, "Who sees what"): everybody with the id sees it,
 * unless it is the parties' alone. E7001 for others and for none.
 */
export async function requireVisible(ctx: Ctx, id: string): Promise<ReceiptRow & { isParty: boolean }> {
  const row = await findReceipt(ctx.db, id)
  if (!row) throw notFound()

  const own = ctx.actor.kind === 'user' && (await isParty(sqlOver(ctx.pool), ctx.actor.userId, row.id))
  if (row.visibility === 'parties' && !own) throw notFound()
  return { ...row, isParty: own }
}

function notFound(): AppError {
  return new AppError('E7001', 'There is no such receipt, or it is not yours to see.')
}
