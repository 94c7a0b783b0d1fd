import type { Batch } from '@/lib/anchor/batch'
import { findBatches } from '@/lib/anchor/find-batches'
import type { Round } from '@/lib/committee/round'
import { listRounds } from '@/lib/committee/round-store'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import { type AppealRow, findAppeal } from './appeal-store'
import type { Visibility } from './issue'
import { loadBundle } from './load-parts'
import { requireVisible } from './require-visible'

/** A receipt as its page shows it. */
export type Proof = {
  id: Hex
  status: string
  visibility: Visibility
  /** They get the bundle whole. */
  isParty: boolean
  /** Redacted for everybody: the page is public and gets printed. Its anchor is in `batch`. */
  bundle: UnsealedBundle
  /** Null while the receipt waits for one. */
  batch: Batch | null
  /** Of a task: what its file leaves out, since it may still change. */
  judged: { rounds: Round[]; appeal: AppealRow | null } | null
}

/** What everybody who may see a receipt sees of it (domain §3, "Who sees what"). E7001 as for the receipt itself. */
export async function getProof(ctx: Ctx, input: { id: string }): Promise<Proof> {
  const { id, receipt, status, visibility, isParty } = await requireVisible(ctx, input.id)
  const [bundle, batches, judged] = await Promise.all([
    loadBundle(ctx, { id, receipt }, null, true),
    findBatches(ctx.db, 'receipt', [id]),
    receipt.kind === 'task' ? loadJudged(ctx, id) : null,
  ])
  return { id, status, visibility, isParty, bundle, batch: batches.get(id) ?? null, judged }
}

async function loadJudged(ctx: Ctx, id: Hex): Promise<NonNullable<Proof['judged']>> {
  const sql = sqlOver(ctx.pool)
  const [rounds, appeal] = await Promise.all([listRounds(sql, id), findAppeal(sql, id)])
  return { rounds, appeal }
}
