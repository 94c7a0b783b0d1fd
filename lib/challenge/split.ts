import { type Ctx, requireWriter } from '@/lib/context'
import { splitOf } from '@/lib/stake/payouts'
import { heldOf } from './challenge'
import { makeOffer } from './make-offer'
import { requireMove } from './require-move'
import type { Party } from './state'
import { loadChallenge } from './store'
import { requireViewer } from './viewer'

/**
 * The caller's signed split of everything the escrow holds, `creator_bps` of 10 000 to the creator. When both have signed
 * the same, the two signatures go to the chain. Throws E3010, E3012, E3020, E3021 (the amounts signed are not this
 * share's), and the signature's codes.
 */
export async function splitChallenge(ctx: Ctx, input: { id: string; creator_bps: number; signature: string }) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'split', role, ctx.now)

  const { toCreator, toCounterparty } = splitOf(heldOf(seen), input.creator_bps)
  return makeOffer(ctx, seen, {
    role: role as Party,
    action: 'split',
    ends: { outcome: 'SPLIT', toCreator: toCreator.toString(), toCounterparty: toCounterparty.toString() },
    signature: input.signature,
  })
}
