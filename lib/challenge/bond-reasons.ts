import { type Challenge, chainDeadlineOf, hasDeposited, isBonded } from './challenge'
import { sayTime } from './say-time'
import { isLocked, type Party } from './state'
import type { Reason } from './traffic-light'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/** Pure: what a challenge's bonds add to its traffic light (domain §3): pending, confirmed, short, and the chain's clock. */
export function bondReasons(challenge: Challenge, now: Date): Reason[] {
  if (!isBonded(challenge) || !challenge.onChain || challenge.endedAt) return []
  return [
    ...SIDES.flatMap((side) => depositReasons(challenge, side, now)),
    ...heldReasons(challenge),
    ...oracleReasons(challenge, now),
    ...clockReasons(challenge, now),
  ]
}

function depositReasons(challenge: Challenge, side: Party, now: Date): Reason[] {
  if (!hasDeposited(challenge, side)) {
    const isTooLate = isLocked(challenge.status) || (challenge.onChain && challenge.onChain.joinBy <= now)
    return [
      isTooLate
        ? { code: 'bond_missing', state: 'RED', text: `The ${side}’s bond is not in the escrow.` }
        : { code: 'bond_pending', state: 'YELLOW', text: `The ${side}’s bond is not in the escrow yet.` },
    ]
  }
  return isConfirmed(challenge, side)
    ? []
    : [
        {
          code: 'bond_unconfirmed',
          state: 'YELLOW',
          text: `The ${side}’s bond was seen; the chain has yet to confirm it.`,
        },
      ]
}

function isConfirmed({ onChain }: Challenge, side: Party): boolean {
  const { confirmed } = onChain ?? { confirmed: 'NONE' }
  return confirmed === 'OPEN' ? side === 'creator' : confirmed !== 'NONE'
}

function heldReasons(challenge: Challenge): Reason[] {
  if (challenge.status === 'DISPUTED') return [{ code: 'disputed', state: 'YELLOW', text: 'The two disagree.' }]
  const areHeld = isLocked(challenge.status) && SIDES.every((side) => isConfirmed(challenge, side))
  return areHeld ? [{ code: 'bonds_confirmed', state: 'GREEN', text: 'Both bonds are in the escrow, confirmed.' }] : []
}

/** Whoever deposits last, once the feed may have spoken, does so only if they like what it said. */
function oracleReasons(challenge: Challenge, now: Date): Reason[] {
  const { oracle } = challenge.resolution
  const areBothIn = SIDES.every((side) => hasDeposited(challenge, side))
  if (!oracle || areBothIn || new Date(oracle.not_before) > now) return []
  return [
    {
      code: 'answer_known',
      state: 'YELLOW',
      text: 'The feed may have given its answer already, before both bonds are in: look at it before you deposit.',
    },
  ]
}

/** Past the desk's time only what was signed before, or the contract itself, can still end it. */
function clockReasons(challenge: Challenge, now: Date): Reason[] {
  const chainAt = chainDeadlineOf(challenge)
  const isPast = challenge.deadlineAt !== null && challenge.deadlineAt <= now
  if (!chainAt || !isPast) return []
  return [
    {
      code: 'chain_decides',
      state: 'YELLOW',
      text: `The contract gives everything back after ${sayTime(chainAt)}, unless it is settled there before.`,
    },
  ]
}
