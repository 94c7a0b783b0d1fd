import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { bytesOf, sha256Hex } from '@/lib/proof/hash'
import { addressOf, didOf, otherParty } from './challenge'
import { saveChange, withDeadline } from './change'
import { requireLater } from './require-later'
import { requireMove } from './require-move'
import { requireSigned } from './signing'
import type { Party } from './state'
import { closeOffers, insertOffer, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/**
 * More time for the present status: lands when both have signed the same instant. Throws E3004 (not later than now
 * agreed, or over a year), E5013 (bonded: too close to the contract's own deadline), E3010, E3012, E3014 and the
 * signature's codes.
 */
export async function extendChallenge(ctx: Ctx, input: { id: string; until: Date; signature: string }) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const viewer = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'extend', viewer.role, ctx.now)
  requireLater(seen, input.until, ctx.now)

  const role = viewer.role as Party
  const signer = addressOf(seen, role)
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'extend',
    signer,
    revision: seen.revision,
    signature: input.signature,
  })
  requireSignedUntil(signed.message, input.until)

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    requireMove(before, 'extend', role, ctx.now)
    requireLater(before, input.until, ctx.now)
    if (signed.message.status !== before.status)
      throw new AppError('E3014', `You signed more time for ${signed.message.status}; it is ${before.status} now.`)

    const message = signed.message as Record<string, string>
    await insertOffer(tx, before.id, {
      role,
      action: 'extend',
      primaryType: 'Extend',
      signer,
      domain: signed.domain,
      message,
      signature: signed.signature,
      validUntil: null,
      createdAt: ctx.now,
    })
    const isAgreed = before.offers.some(
      (offer) =>
        offer.role === otherParty(role) &&
        offer.primaryType === 'Extend' &&
        offer.message.until === message.until &&
        offer.message.status === before.status,
    )
    if (isAgreed) await closeOffers(tx, before.id, 'used', ctx.now, { primaryType: 'Extend' })

    const until = new Date(Number(message.until) * 1000)
    await saveChange(tx, ctx, before, {
      action: 'extend',
      actor: didOf(before, role),
      set: isAgreed ? withDeadline(before, until) : {},
      data: { until: until.toISOString(), agreed: isAgreed, signature_hash: sha256Hex(bytesOf(signed.signature)) },
      event: isAgreed ? 'challenge.extended' : 'challenge.offer_made',
    })
    return toAnswer(await loadChallenge(tx, before.id), { role, now: ctx.now })
  })
}

/** Seconds are signed; a body that names fractions of one is not what was signed. */
function requireSignedUntil(message: Record<string, string | number>, until: Date): void {
  if (message.until === Math.floor(until.getTime() / 1000).toString()) return
  throw new AppError('E3004', 'The time in the request is not the one in the text you signed.')
}
