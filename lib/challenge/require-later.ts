import { AppError } from '@/lib/errors'
import { latestDeskDeadline } from '@/lib/stake/chain-deadlines'
import { type Challenge, chainDeadlineOf } from './challenge'
import { BOUNDS_SECONDS } from './deadlines'
import { sayTime } from './say-time'

/**
 * An extension ends later than the present deadline and at most a year from now. While the checks are awaited it ends no
 * later than the whole deal does: locked after that, nobody could act any more. Throws E3004, and E5013 where bonds are
 * held: past the contract's own deadline it gives everything back, whatever was agreed here.
 */
export function requireLater(challenge: Challenge, until: Date, now: Date): void {
  const year = now.getTime() + BOUNDS_SECONDS.extension[1] * 1000
  const end = challenge.status === 'AWAITING_GATEKEEPER' ? challenge.deadlines?.resolution.getTime() : undefined
  const isLater = challenge.deadlineAt !== null && until > challenge.deadlineAt
  if (!isLater || until.getTime() > Math.min(year, end ?? year)) {
    throw new AppError(
      'E3004',
      end === undefined
        ? 'An extension must end later than the present deadline, and at most a year from now.'
        : 'An extension must end later than the present deadline, and no later than the end both signed.',
    )
  }

  const chainAt = chainDeadlineOf(challenge)
  if (!chainAt || until <= latestDeskDeadline(chainAt)) return
  throw new AppError(
    'E5013',
    `The bonds come back by the contract’s own clock at ${sayTime(chainAt)}: agree on a time up to ${sayTime(latestDeskDeadline(chainAt))}.`,
  )
}
