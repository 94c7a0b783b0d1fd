import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type Challenge, didOf, isBonded } from './challenge'
import { saveChange } from './change'
import { areAgreed } from './offers'
import { requireMove } from './require-move'
import type { Party } from './state'
import { closeOffers, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/**
 * Takes back everything the caller has on the table. Without bonds, signatures on earlier texts are dead then. With bonds
 * the desk only forgets them: whoever holds such a signature can still take it to the chain, until its time is over or its
 * signer calls `voidOffers` there. Throws E3010, E3012, E3014.
 */
export async function voidOffers(ctx: Ctx, input: { id: string }) {
  requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const viewer = await requireViewer(ctx, tx, before)
    requireMove(before, 'void', viewer.role, ctx.now)
    if (areAgreed(before, ctx.now))
      throw new AppError(
        'E3014',
        'Both of you have signed the same, and it is being taken to the chain. Only voidOffers on the contract could still stop it.',
      )

    const role = viewer.role as Party
    const nonce = nextNonce(before, role)
    await closeOffers(tx, before.id, 'voided', ctx.now, { role })
    await saveChange(tx, ctx, before, {
      action: 'void',
      actor: didOf(before, role),
      set: { nonces: { ...before.nonces, [role]: nonce } },
      data: isBonded(before) ? { code: 'DESK_ONLY', nonce } : { nonce },
      event: 'challenge.offers_voided',
    })
    return toAnswer(await loadChallenge(tx, before.id), { role, now: ctx.now })
  })
}

/** A bonded challenge has the chain's nonces, which only the chain raises. */
function nextNonce(challenge: Challenge, role: Party): number {
  return isBonded(challenge) ? challenge.nonces[role] : challenge.nonces[role] + 1
}
