import { isBonded, otherSide, outcomeOffer, ownSide, type Standing, type Step } from './next-step'
import { sayOutcome } from './words'

/** A quiet button: something else the viewer may do. */
export type OtherMove = {
  move:
    | 'patch'
    | 'otherwise'
    | 'counter'
    | 'decline'
    | 'verify'
    | 'extend'
    | 'void'
    | 'withdraw'
    | 'call_off'
    | 'split'
    | 'dispute'
  says: string
  outcome?: string
}

/** Pure: what else the viewer may do now, beside the one next thing, most likely first. */
export function otherMoves(challenge: Standing, step: Step, now: Date): OtherMove[] {
  const signs = step.kind === 'sign' ? step : null
  const moves = challenge.actions.flatMap((action): OtherMove[] => {
    switch (action) {
      case 'patch':
        return [{ move: 'patch', says: 'Change the draft' }]
      case 'confirm':
        return otherOutcomes(challenge, step, now)
      case 'counter':
        return [{ move: 'counter', says: step.kind === 'sign' ? 'Propose other terms' : 'Change the terms' }]
      case 'decline':
        return [{ move: 'decline', says: 'Decline' }]
      case 'verify':
        return [{ move: 'verify', says: challenge.mode === 'SOLO' ? 'Look at the figure now' : 'Read them again now' }]
      case 'extend':
        return signs?.action === 'extend' ? [] : [{ move: 'extend', says: 'Ask for more time' }]
      case 'split':
        return signs?.action === 'split' ? [] : [{ move: 'split', says: 'Propose a split' }]
      case 'dispute':
        return [{ move: 'dispute', says: 'Dispute it' }]
      case 'void':
        return [{ move: 'void', says: 'Take back what I signed' }]
      case 'cancel':
        return cancelling(challenge, step, now)
      default:
        return []
    }
  })
  // While it is said how it ended, more time is the last thing to think of.
  return step.kind === 'outcome' ? [...moves].sort((a, b) => rank(a) - rank(b)) : moves
}

const FIRST = ['split', 'dispute']

function rank({ move }: OtherMove): number {
  const at = FIRST.indexOf(move)
  return at < 0 ? FIRST.length : at
}

/** What can be signed instead where nothing is at stake. */
const OUTCOMES = ['FULFILLED', 'NO_CONTEST']

function otherOutcomes(challenge: Standing, step: Step, now: Date): OtherMove[] {
  if (challenge.mode === 'SOLO' || step.kind === 'outcome') return []
  if (isBonded(challenge)) {
    const isFirst = step.kind === 'respond' || step.kind === 'wait'
    return [
      {
        move: 'otherwise',
        says:
          isFirst && !outcomeOffer(challenge, ownSide(challenge), now) ? 'Agree how it ended' : 'Sign another outcome',
      },
    ]
  }
  const mine = outcomeOffer(challenge, ownSide(challenge), now)?.outcome
  const next = step.kind === 'sign' ? (step.outcome ?? null) : null
  const rest = OUTCOMES.filter((outcome) => outcome !== next && outcome !== mine)
  const isFirst = next === 'FULFILLED' && !mine && !outcomeOffer(challenge, otherSide(challenge), now)
  return rest.map((outcome) => ({
    move: 'otherwise',
    outcome,
    says: isFirst ? 'It went otherwise' : `${mine ? 'Change mine to' : 'Sign'}: ${sayOutcome(outcome)}`,
  }))
}

function cancelling(challenge: Standing, step: Step, now: Date): OtherMove[] {
  // It is one of the outcomes to choose from.
  if (step.kind === 'outcome') return []
  const signs = step.kind === 'sign' ? step : null
  if (challenge.status === 'DRAFT') return [{ move: 'withdraw', says: 'Throw the draft away' }]
  if (!challenge.accepted_at) return [{ move: 'withdraw', says: 'Withdraw it' }]
  const isAsked = signs?.outcome === 'NO_CONTEST' || signs?.action === 'cancel'
  const isSigned = outcomeOffer(challenge, ownSide(challenge), now)?.outcome === 'NO_CONTEST'
  return isAsked || isSigned ? [] : [{ move: 'call_off', says: 'Call it off together' }]
}
