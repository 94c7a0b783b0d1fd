import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import type { Verdict } from '@/lib/proof/receipt'
import { requireVisible } from './require-visible'

/** One decision on a task's receipt, and how far it is anchored. E7001 when there is none, or its receipt is not the caller's to see. */
export async function getVerdict(ctx: Ctx, { id }: { id: string }) {
  const row = await ctx.db.verdict.findUnique({ where: { id } })
  if (!row || !(await isVisible(ctx, row.receiptId))) {
    throw new AppError('E7001', 'There is no such verdict, or it is not yours to see.')
  }
  const batch = (await findBatches(ctx.db, 'verdict', [id])).get(id)
  return {
    id,
    verdict: row.document as Verdict,
    receipt_id: row.receiptId,
    anchor: {
      state: batch?.state ?? 'OPEN',
      chain_id: caip2(batch?.chainId ?? env().ANCHOR_CHAIN),
      root: batch?.root ?? null,
      tx_hash: batch?.txHash ?? null,
      block_number: batch?.blockNumber ?? null,
    },
  }
}

async function isVisible(ctx: Ctx, receiptId: string): Promise<boolean> {
  try {
    await requireVisible(ctx, receiptId)
    return true
  } catch (error) {
    if (isAppError(error, 'E7001')) return false
    throw error
  }
}
