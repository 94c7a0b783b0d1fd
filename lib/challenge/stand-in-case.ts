import { insertCase } from '@/lib/committee/case-store'
import type { Ctx } from '@/lib/context'
import type { Tx } from '@/lib/db/transaction'
import { pkhDid } from '@/lib/proof/did'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import type { ChainDispute } from '@/lib/stake/chain-news'
import { isCaseOf } from './chain-store'
import { addressOf, type Challenge } from './challenge'

/**
 * Whoever pays the fee may name any hash on chain: one the desk has never seen, or that of another dispute. So that the
 * panel can judge it all the same, a case without a reason stands in for it, under the deal's own id. False when the
 * desk knows the dispute, when it only stops the clock, and when the case stands there already.
 */
export async function standInForCase(tx: Tx, ctx: Ctx, challenge: Challenge, dispute: ChainDispute): Promise<boolean> {
  const { id, dealId, onChain, finalHash, resolution } = challenge
  const { panel } = resolution
  if (!panel || !dealId || !onChain || !finalHash || (await isCaseOf(tx, id, dispute.caseHash))) return false

  return insertCase(tx, {
    id: dealId as Hex,
    challengeId: id,
    dealId,
    openerRole: dispute.opener,
    reason: null,
    document: {
      v: 'countersign.case/1',
      final: finalHash,
      deal: dealId as Hex,
      opener: pkhDid(onChain.chainId, addressOf(challenge, dispute.opener)),
      reason_hash: ZERO_HASH,
      evidence: [],
    },
    status: 'PREPARED',
    rosterEpoch: panel.epoch,
    k: panel.k,
    m: panel.m,
    excluded: panel.struck.map((member) => ({ member, reason: 'STRUCK' })),
    openedAt: null,
    now: ctx.now,
  })
}
