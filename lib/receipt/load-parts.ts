import type { Inclusion } from '@/lib/anchor/prove-leaf'
import { loadPanel } from '@/lib/committee/load-panel'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import type { BundledDeal, UnsealedBundle } from '@/lib/proof/bundle'
import type { Hex } from '@/lib/proof/hash'
import type { ChallengeReceipt, Receipt } from '@/lib/proof/receipt'
import { toDealJson } from '@/lib/stake/deal'
import { findDeal } from '@/lib/stake/store'
import { buildBundle } from './build-bundle'
import { buildTaskBundle } from './build-task-bundle'
import { loadTaskParts } from './load-task'
import { loadRecords } from './store'

/** All of a receipt's bundle but the desk's seal. `inclusion`: its place in a batch, null for a pending one. */
export async function loadBundle(
  ctx: Ctx,
  { id, receipt }: { id: Hex; receipt: Receipt },
  inclusion: Inclusion | null,
  redacted: boolean,
): Promise<UnsealedBundle> {
  if (receipt.kind === 'task') {
    return buildTaskBundle(receipt, await loadTaskParts(ctx, id), inclusion, env().ANCHOR_CHAIN)
  }
  return buildBundle({ ...(await loadParts(ctx, receipt)), receipt, inclusion, redacted })
}

/** Everything a challenge's bundle carries beside the receipt and its anchor: what was signed, the bonds, and the panel that decided. */
async function loadParts(ctx: Ctx, receipt: ChallengeReceipt) {
  const sql = sqlOver(ctx.pool)
  const [records, row, panel] = await Promise.all([
    loadRecords(ctx.db, receipt),
    findDeal(sql, { challengeId: receipt.subject }),
    receipt.case ? loadPanel(ctx, receipt.case.id) : null,
  ])
  const deal: BundledDeal | null = row && {
    chain_id: row.chainId,
    escrow: row.escrow,
    ended_tx: row.endedTx,
    document: toDealJson(row.deal),
  }
  return { records, deal, panel }
}
