import { AppError } from '@/lib/errors'
import { type Challenge, factsOf } from './challenge'
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
  if (role === 'stranger') throw notCounterparty()

  const facts = factsOf(challenge)
  const move = findMove(facts, action, role, now)
  if (move) return move

  const code = refusalOf(facts, action, now)
  const sentence = REFUSALS[code as keyof typeof REFUSALS]
  throw new AppError(code, `${sentence} It is ${challenge.status}.`)
}

export function notCounterparty(): AppError {
  return new AppError('E3012', 'You are not a party to this challenge.')
}
