import type { Challenge } from './challenge'
import type { Party, Role } from './state'
import type { Reason } from './traffic-light'

/** While either may still walk away; after the lock it changes nothing any more. */
const OPEN: readonly string[] = ['AWAITING_COUNTERPARTY', 'AWAITING_GATEKEEPER']
const SIDES: readonly Party[] = ['creator', 'counterparty']

/** Whether a challenge stands where somebody would want to know whom they deal with. */
export function asksForReputation(status: string): boolean {
  return OPEN.includes(status)
}

/** Pure: what reputation adds to the traffic light (domain §3): none, or a falling one. Nobody is warned of themselves. */
export function reputationReasons({ status, reputation = {} }: Challenge, role?: Role): Reason[] {
  if (!asksForReputation(status)) return []
  return SIDES.filter((side) => side !== role).flatMap((side): Reason[] => {
    const flag = reputation[side]
    if (flag === 'none')
      return [{ code: 'no_history', state: 'YELLOW', text: `Nobody has dealt with the ${side}’s wallet here before.` }]
    if (flag !== 'falling') return []
    return [
      { code: 'reputation_falling', state: 'YELLOW', text: `The ${side}’s newest receipt lowered their reputation.` },
    ]
  })
}
