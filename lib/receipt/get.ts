import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { env } from '@/lib/env'
import { requireVisible } from './require-visible'
import { toAnswer } from './view'

/** One receipt with how far it is anchored. E7001 when there is none or it is not the caller's to see. */
export async function getReceipt(ctx: Ctx, { id }: { id: string }) {
  const row = await requireVisible(ctx, id)
  const batches = await findBatches(ctx.db, 'receipt', [row.id])
  return toAnswer(row, batches.get(row.id) ?? null, env().ANCHOR_CHAIN)
}
