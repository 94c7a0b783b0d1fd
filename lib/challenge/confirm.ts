import { type Ctx, requireWriter } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { isBonded } from './challenge'
import { confirmSolo } from './confirm-solo'
import { makeOffer } from './make-offer'
import { requireMove } from './require-move'
import { OUTCOMES, type Outcome, type Party } from './state'
import { loadChallenge } from './store'
import { requireViewer } from './viewer'

export type ConfirmInput = { id: string; outcome?: Outcome | undefined; signature: string }

/** What both may sign together where nothing is at stake (domain §3, table). With bonds somebody may have won them. */
const WITHOUT_BONDS: readonly Outcome[] = ['FULFILLED', 'NO_CONTEST']

/**
 * The caller's signed outcome. It stays on the table, and may be changed, until the other side's open offer says the
 * same: then the challenge is COMPLETED with its receipt; bonded, both signatures go to the chain, and it ends when the
 * chain says so. SOLO: the creator's signed Intent. Throws E3010, E3012, E3020, E3021, E3016 and the signature's codes.
 */
export async function confirmChallenge(ctx: Ctx, input: ConfirmInput) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'confirm', role, ctx.now)
  if (seen.mode === 'SOLO') return confirmSolo(ctx, seen, input.signature)

  const outcomes = isBonded(seen) ? OUTCOMES : WITHOUT_BONDS
  const { outcome } = input
  if (!outcome || !outcomes.includes(outcome)) {
    throw new AppError('E3021', `Say which outcome you sign: ${outcomes.join(' or ')}.`, {
      fields: [{ path: 'outcome', message: outcomes.join(' or ') }],
    })
  }
  return makeOffer(ctx, seen, { role: role as Party, action: 'confirm', ends: { outcome }, signature: input.signature })
}
