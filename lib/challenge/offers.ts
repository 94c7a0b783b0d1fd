import { AppError } from '@/lib/errors'
import { type Challenge, isBonded, nonceOf, type Offer, otherParty, type Signer } from './challenge'
import type { SignedText } from './signing'
import { isLocked, type Outcome, type Party } from './state'

/** How a Settle ends it: one of the five, or a split with the exact amounts. */
export type Ending = { outcome: Outcome | 'SPLIT'; toCreator?: string; toCounterparty?: string }

/** Pure: the other side's open, unexpired, unvoided offer that ends it the same way. */
export function findMatch(challenge: Challenge, role: Party, ends: Ending, now: Date): Offer | undefined {
  const other = otherParty(role)
  return challenge.offers.find(
    ({ role, primaryType, message, validUntil }) =>
      role === other &&
      primaryType === 'Settle' &&
      message.outcome === ends.outcome &&
      message.toCreator === (ends.toCreator ?? '0') &&
      message.toCounterparty === (ends.toCounterparty ?? '0') &&
      message.nonce === nonceOf(challenge, other).toString() &&
      (validUntil === null || validUntil > now),
  )
}

/**
 * Pure: both have signed the same, and of a bonded challenge the chain is being told: neither changes their mind at the
 * desk any more. It is over when one of the two signatures is, and whoever voids theirs on chain has voided it.
 */
export function areAgreed(challenge: Challenge, now: Date): boolean {
  if (!isBonded(challenge) || !isLocked(challenge.status)) return false
  return challenge.offers.some(({ role, primaryType, message, validUntil }) => {
    const isOpen = role === 'creator' && primaryType === 'Settle' && validUntil !== null && validUntil > now
    if (!isOpen || message.nonce !== nonceOf(challenge, 'creator').toString()) return false
    const { outcome, toCreator = '0', toCounterparty = '0' } = message
    return findMatch(challenge, 'creator', { outcome: outcome as Ending['outcome'], toCreator, toCounterparty }, now)
  })
}

/** A text dies when its 24 h are over or its signer voided what they had on the table. Throws E1005. */
export function requireUsable(challenge: Challenge, role: Signer, signed: SignedText, now: Date): void {
  const isVoided = signed.message.nonce !== nonceOf(challenge, role).toString()
  const isOver = Number(signed.message.validUntil) * 1000 <= now.getTime()
  const isOther = challenge.dealId !== null && signed.message.deal !== challenge.dealId
  if (isVoided || isOver || isOther)
    throw new AppError('E1005', 'The text you signed is no longer good. Ask for it again and sign that.')
}

/** A signed Settle as it lies on the table. */
export function toSettleOffer(signed: SignedText, role: Signer, action: string, now: Date): Omit<Offer, 'id'> {
  return {
    role,
    action,
    primaryType: 'Settle',
    signer: signed.signer,
    domain: signed.domain,
    message: signed.message as Record<string, string>,
    signature: signed.signature,
    validUntil: new Date(Number(signed.message.validUntil) * 1000),
    createdAt: now,
  }
}
