import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { findJudging } from './attestation-list'
import { requireVisible } from './require-visible'
import { toAnswer } from './view'

/** One receipt with how far it is anchored. E7001 when there is none or it is not the caller's to see. */
export async function getReceipt(ctx: Ctx, { id }: { id: string }) {
  const row = await requireVisible(ctx, id)
  const [batches, judging] = await Promise.all([
    findBatches(ctx.db, 'receipt', [row.id]),
    findJudging(sqlOver(ctx.pool), [row.id]),
  ])
  return toAnswer(row, batches.get(row.id) ?? null, env().ANCHOR_CHAIN, judging.get(row.id))
}
