import { addSeconds, millisecondsAhead } from '@/lib/clock'
import { afterCommit } from '@/lib/db/after-commit'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { announceDeliveries } from './announce'
import { findReplayable, reopenDeliveries, type Wanted } from './replay-store'

/** So many at most in one go. */
export const REPLAY_LIMIT = 10_000

/**
 * What to deliver again to a push endpoint: events by id, whether or not its filters match; all that match and happened in
 * [from, to), delivered or not; or all that match and were not delivered since it was made.
 */
export type Replay = { endpointId: string } & (
  | { eventIds: readonly string[] }
  | { from: Date; to: Date }
  | { missing: true }
)

/**
 * Has events delivered again, now, with all tries before them; what is delivered carries the same `webhook-id`. Events of
 * other organizations are left out. Returns how many. E9004 when a range holds more than `REPLAY_LIMIT`; of what is missing
 * the oldest so many are taken, and asking again takes the next.
 */
export async function replay(tx: Sql, input: Replay, now: Date): Promise<number> {
  const isRange = 'from' in input
  const ids = await findReplayable(tx, { ...wantedBy(input), limit: isRange ? REPLAY_LIMIT + 1 : REPLAY_LIMIT })
  if (ids.length > REPLAY_LIMIT) {
    throw new AppError('E9004', `There are more than ${REPLAY_LIMIT} events in this time. Ask for a shorter one.`)
  }
  if (ids.length === 0) return 0

  const count = await reopenDeliveries(tx, input.endpointId, ids, now)
  afterCommit(tx, 'deliveries', announceDeliveries)
  return count
}

/** An id is made a moment before or after the time its event is given. */
const ID_MARGIN_SECONDS = 60

function wantedBy(input: Replay): Omit<Wanted, 'limit'> {
  const none = { eventIds: null, from: null, to: null, idsFrom: null, idsTo: null, isMissing: false }
  const { endpointId } = input
  if ('eventIds' in input) return { ...none, endpointId, eventIds: input.eventIds }
  if ('missing' in input) return { ...none, endpointId, isMissing: true }

  // Ids go by the system's clock, which a test never moves: they can only be older than the desk's time.
  const { from, to } = input
  const idsFrom = addSeconds(from, -ID_MARGIN_SECONDS - millisecondsAhead() / 1000)
  return { ...none, endpointId, from, to, idsFrom, idsTo: addSeconds(to, ID_MARGIN_SECONDS) }
}
