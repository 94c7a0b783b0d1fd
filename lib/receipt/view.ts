import type { Batch } from '@/lib/anchor/batch'
import { caip2 } from '@/lib/proof/chains'
import type { Receipt } from '@/lib/proof/receipt'
import { toPublicStatement, toStatementAnswer } from './attestation'
import type { Judging } from './attestation-list'
import type { ReceiptRow } from './store'

/** A receipt as one caller sees it; `isClose` as in `requireVisible`. */
export type SeenReceipt = ReceiptRow & { isClose: boolean }

/**
 * Pure: a receipt as it is answered (api.md, "Receipts"). `batch` is null while the receipt waits for one; `judging` is
 * left out of a challenge's, and of a task nobody has judged. Where evidence lies is for those close to it.
 */
export function toAnswer(row: SeenReceipt, batch: Batch | null, anchorChain: number, judging?: Judging) {
  return {
    id: row.id,
    receipt: row.receipt,
    status: row.status,
    visibility: row.visibility,
    finalized_at: row.finalizedAt,
    attestations: (judging?.statements ?? []).map(row.isClose ? toStatementAnswer : toPublicStatement),
    quorum: { ...row.receipt.quorum, ...votesOf(row.receipt), ...judging?.quorum },
    anchor: {
      state: batch?.state ?? 'OPEN',
      chain_id: caip2(batch?.chainId ?? anchorChain),
      root: batch?.root ?? null,
      tx_hash: batch?.txHash ?? null,
      block_number: batch?.blockNumber ?? null,
    },
  }
}

/** Pure: how many said so: the members of a case's panel, or those who signed the outcome. Nobody signs against. */
function votesOf({ kind, case: dispute, signature_hashes }: Receipt): { passes: number; fails: number } {
  if (kind === 'task') return { passes: 0, fails: 0 }
  return { passes: dispute ? dispute.votes.length : signature_hashes.length, fails: 0 }
}
