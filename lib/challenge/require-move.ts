import { AppError } from '@/lib/errors'
import { type Challenge, factsOf } from './challenge'
import { sayTime } from './say-time'
import { type Action, findMove, type Role, refusalOf } from './state'

const REFUSALS = {
  E3011: 'This challenge is not open for acceptance now.',
  E3013: 'The time to accept this challenge has passed.',
  E3014: 'This is not possible in the challenge’s present status.',
  E3015: 'This challenge has been accepted already.',
  E3020: 'This challenge is not open for resolution now.',
} as const

/**
 * The row of the state table for `role` doing `action` now. Throws E3012 for somebody who is no party to it, and else
 * the code the table's page names for a refused move; nothing has changed then.
 */
export function requireMove(challenge: Challenge, action: Action, role: Role, now: Date) {
  const facts = factsOf(challenge)
  const move = findMove(facts, action, role, now)
  if (move) return move
  if (role === 'stranger') throw notCounterparty()

  const code = refusalOf(facts, action, now)
  const sentence = REFUSALS[code as keyof typeof REFUSALS]
  throw new AppError(code, reasonOf(challenge, action) ?? `${sentence} It is ${challenge.status}.`)
}

/** Why it cannot be called off while one bond is in the escrow: what the contract does then, and when. */
function reasonOf({ status, onChain }: Challenge, action: Action): string | null {
  if (action !== 'cancel' || status !== 'AWAITING_COUNTERPARTY' || !onChain || onChain.seen === 'NONE') return null
  return onChain.seen === 'OPEN'
    ? `A bond is in the escrow already. Unless the other one comes, the contract gives it back after ${sayTime(onChain.joinBy)}; until then nobody can take it out.`
    : 'Both bonds are in the escrow. Once the chain has confirmed them you can call it off together.'
}

export function notCounterparty(): AppError {
  return new AppError('E3012', 'You are not a party to this challenge.')
}
