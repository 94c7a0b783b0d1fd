import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { didOf } from './challenge'
import { saveChange } from './change'
import { makeOffer } from './make-offer'
import { requireMove } from './require-move'
import type { Party } from './state'
import { loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/**
 * Before it is accepted the creator withdraws alone. After that it takes both: each signs a Settle with outcome
 * NO_CONTEST, and it lands when both have. Once one bond is in the escrow and the other is not, nobody can call it off:
 * the contract gives it back by its own clock. Throws E3010, E3012, E3014 and the signature's codes.
 */
export async function cancelChallenge(ctx: Ctx, input: { id: string; signature?: string | undefined }) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  const move = requireMove(seen, 'cancel', role, ctx.now)
  if (!move.together) return withdraw(ctx, input.id)

  if (!input.signature) {
    throw new AppError('E9004', 'It takes both of you now: sign the text of GET intent?action=cancel.', {
      fields: [{ path: 'signature', message: 'required once both have signed the terms' }],
    })
  }
  return makeOffer(ctx, seen, {
    role: role as Party,
    action: 'cancel',
    ends: { outcome: 'NO_CONTEST' },
    signature: input.signature,
  })
}

function withdraw(ctx: Ctx, id: string) {
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, id)
    const move = requireMove(before, 'cancel', 'creator', ctx.now)
    if (move.together) throw new AppError('E3014', 'It was accepted at the same moment: now it takes both of you.')

    const after = await saveChange(tx, ctx, before, {
      action: 'cancel',
      actor: didOf(before, 'creator'),
      to: 'CANCELLED',
      set: { reason: { code: 'WITHDRAWN', text: 'Withdrawn by its creator.' } },
      data: { code: 'WITHDRAWN' },
      event: 'challenge.cancelled',
    })
    return toAnswer(after, { role: 'creator', now: ctx.now })
  })
}
