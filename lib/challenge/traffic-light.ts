import { bondReasons } from './bond-reasons'
import type { Challenge, SideCheck } from './challenge'
import { otherParty } from './challenge'
import { reputationReasons } from './reputation-reasons'
import type { Party, Role } from './state'

export type Light = 'GREEN' | 'YELLOW' | 'RED'
export type Reason = { code: string; state: Light; text: string }

const RANK: Record<Light, number> = { GREEN: 0, YELLOW: 1, RED: 2 }
/** One provider is all there is there. */
const LOCAL = 'eip155:31337'
const SIDES: readonly Party[] = ['creator', 'counterparty']

/**
 * Pure: the traffic light for a party about to act (domain §3). The worst reason gives the colour, and there is always
 * at least one reason. `role`: who is about to act.
 */
export function trafficLight(challenge: Challenge, now: Date, role?: Role): { state: Light; reasons: Reason[] } {
  const found = [
    ...endReasons(challenge),
    ...timeReasons(challenge, now),
    ...likenessReasons(challenge),
    ...pendingReasons(challenge),
    ...bondReasons(challenge, now),
    ...SIDES.flatMap((side) => checkReasons(challenge, side)),
    ...reputationReasons(challenge, role),
  ]
  const reasons =
    found.length > 0
      ? found
      : [
          {
            code: 'proofs_fresh',
            state: 'GREEN' as const,
            text: 'Both sides signed the same terms and every check passed.',
          },
        ]
  const worst = reasons.reduce((a, b) => (RANK[b.state] > RANK[a.state] ? b : a))
  return { state: worst.state, reasons }
}

function endReasons(challenge: Challenge): Reason[] {
  if (challenge.status === 'COMPLETED')
    return [{ code: 'completed', state: 'GREEN', text: `Ended as ${challenge.outcome}.` }]
  if (challenge.status === 'EXPIRED') return [{ code: 'expired', state: 'RED', text: 'The deadline passed.' }]
  if (challenge.status !== 'CANCELLED') return []
  return [{ code: 'cancelled', state: 'RED', text: challenge.reason?.text ?? 'Cancelled.' }]
}

function timeReasons(challenge: Challenge, now: Date): Reason[] {
  if (!challenge.deadlineAt) return []
  const left = challenge.deadlineAt.getTime() - now.getTime()
  const whole = challenge.deadlineAt.getTime() - challenge.statusSince.getTime()
  if (left <= 0) return [{ code: 'deadline_passed', state: 'RED', text: 'The deadline of this step has passed.' }]
  return left < whole / 10
    ? [{ code: 'deadline_near', state: 'YELLOW', text: 'Less than a tenth of the time for this step is left.' }]
    : []
}

/** Wallets show addresses by their ends; two that share them are taken for one another. */
function likenessReasons({ creator, counterparty, endedAt }: Challenge): Reason[] {
  if (!counterparty || endedAt || endsOf(creator.address) !== endsOf(counterparty.address)) return []
  return [{ code: 'look_alike', state: 'YELLOW', text: 'The two addresses begin and end alike. Compare them in full.' }]
}

function endsOf(address: string): string {
  return address.slice(0, 6) + address.slice(-4)
}

function pendingReasons(challenge: Challenge): Reason[] {
  if (challenge.status === 'DRAFT')
    return [{ code: 'not_sent', state: 'YELLOW', text: 'A draft: nothing has been signed.' }]
  if (challenge.status !== 'AWAITING_COUNTERPARTY' || !challenge.initiatorRole || challenge.acceptedAt) return []
  const waitsFor = otherParty(challenge.initiatorRole)
  return [{ code: 'awaiting_acceptance', state: 'YELLOW', text: `The ${waitsFor} has not signed these terms.` }]
}

function checkReasons(challenge: Challenge, side: Party): Reason[] {
  const isAsked = Boolean(challenge.requirements?.[side])
  if (!isAsked || !challenge.acceptedAt) return []

  const check: SideCheck = challenge.verification[side] ?? { funds: 'PENDING' }
  return [
    ...statusReasons(check, side),
    ...(check.providers_agreed === 1 && challenge.requirements?.[side]?.network !== LOCAL
      ? [
          {
            code: 'single_provider',
            state: 'YELLOW' as const,
            text: `One chain provider alone vouches for the ${side}’s funds.`,
          },
        ]
      : []),
    ...(check.shared
      ? [
          {
            code: 'backing_shared',
            state: 'YELLOW' as const,
            text: `The ${side}’s wallet also backs ${check.shared} other open challenge${check.shared === 1 ? '' : 's'}.`,
          },
        ]
      : []),
  ]
}

function statusReasons(check: SideCheck, side: Party): Reason[] {
  if (check.funds === 'PASSED') return []
  if (check.funds === 'FAILED')
    return [{ code: 'funds_failed', state: 'RED', text: `The ${side} does not hold what the terms ask for.` }]
  if (check.funds === 'ERROR')
    return [
      {
        code: 'funds_unclear',
        state: 'YELLOW',
        text: `The chain could not be read for the ${side}; it is asked again.`,
      },
    ]
  return [{ code: 'funds_pending', state: 'YELLOW', text: `The ${side}’s funds have not been checked.` }]
}
