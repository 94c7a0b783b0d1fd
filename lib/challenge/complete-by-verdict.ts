import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import type { Challenge } from './challenge'
import { finishChallenge } from './finish'
import { requireMove } from './require-move'
import type { Outcome } from './state'
import { lockChallenge } from './store'

export type PanelVerdict = {
  challengeId: string
  caseId: Hex
  outcome: Outcome
  k: number
  m: number
  /** The k votes that decided, as signed. */
  signatures: readonly Hex[]
}

/**
 * Ends an unbonded challenge as its panel voted, with the case and its votes in the receipt. Part of the transaction of the
 * vote that reached k. (A bonded one ends when the chain has counted the votes: follow-chain.ts.) Throws E3014 when it is
 * not disputed any more.
 */
export async function completeByVerdict(tx: Tx, ctx: Ctx, verdict: PanelVerdict): Promise<Challenge> {
  const { challengeId, caseId, outcome, k, m, signatures } = verdict
  const before = await lockChallenge(tx, challengeId)
  requireMove(before, 'verdict', 'desk', ctx.now)

  const votes = signatures.map((signature) => sha256Hex(bytesOf(signature)))
  return finishChallenge(
    tx,
    ctx,
    before,
    {
      action: 'verdict',
      actor: 'desk',
      to: 'COMPLETED',
      verdict: true,
      data: { outcome, case_id: caseId, vote_hashes: votes },
      event: 'challenge.completed',
    },
    {
      outcome,
      quorum: { kind: 'committee', k, m },
      signatures: [...signatures],
      case: { id: caseId, votes },
    },
  )
}
