import { findBatches } from '@/lib/anchor/find-batches'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import type { Db } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { findJudging } from './attestation-list'
import { requireVisible } from './require-visible'
import { type SeenReceipt, toAnswer } from './view'

/** One receipt with how far it is anchored. E7001 when there is none or it is not the caller's to see. */
export async function getReceipt(ctx: Ctx, { id }: { id: string }) {
  return readAnswer(await requireVisible(ctx, id), ctx.db, sqlOver(ctx.pool))
}

/** What is answered of a receipt: with how far it is judged and anchored. */
export async function readAnswer(row: SeenReceipt, db: Db, sql: Sql) {
  const [batches, judging] = await Promise.all([findBatches(db, 'receipt', [row.id]), findJudging(sql, [row.id])])
  return toAnswer(row, batches.get(row.id) ?? null, env().ANCHOR_CHAIN, judging.get(row.id))
}
