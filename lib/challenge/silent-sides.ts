import type { Challenge } from './challenge'
import type { Party } from './state'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/** What each side had to do before the deadline that passed, as far as the chain tells it. */
export type Acts = { deposited: (side: Party) => boolean; responded: (side: Party) => boolean }

/**
 * Pure: who accepted and then let a deadline of their own pass (domain §5, "Receipt"). Nobody who never accepted is one
 * of them, and where somebody else was to decide, nobody is.
 */
export function silentSides(challenge: Challenge, { deposited, responded }: Acts): Party[] {
  if (!challenge.finalHash || !challenge.counterparty) return []
  return SIDES.filter((side) => isSilent(challenge, side, deposited(side), responded(side)))
}

function isSilent(challenge: Challenge, side: Party, hasDeposited: boolean, hasResponded: boolean): boolean {
  const { mode, status, resolution } = challenge
  const isBonded = mode === 'FIRE' || mode === 'ENFORCED'
  if (isBonded && status === 'AWAITING_COUNTERPARTY') return challenge.acceptedAt !== null && !hasDeposited
  if (status === 'ACTIVE') return !hasResponded
  if (status !== 'INTENT_LOCKED' && status !== 'AWAITING_RESOLUTION') return false

  const othersDecide = resolution.strategy === 'ORACLE' || resolution.strategy === 'MODERATOR'
  return !othersDecide && !hasSigned(challenge, side)
}

function hasSigned({ offers }: Challenge, side: Party): boolean {
  return offers.some((offer) => offer.role === side && offer.primaryType === 'Settle')
}
