import { loadPanel } from '@/lib/committee/load-panel'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { BundledDeal } from '@/lib/proof/bundle'
import type { ChallengeReceipt } from '@/lib/proof/receipt'
import { toDealJson } from '@/lib/stake/deal'
import { findDeal } from '@/lib/stake/store'
import { loadRecords } from './store'

/** Everything a bundle carries beside the receipt and its anchor: what was signed, the bonds, and the panel that decided. */
export async function loadParts(ctx: Ctx, receipt: ChallengeReceipt) {
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
