import { addSeconds, millisecondsAhead } from '@/lib/clock'
import { afterCommit } from '@/lib/db/after-commit'
import type { Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { cutoffsOf } from '@/lib/retention/cutoffs'
import { announceDeliveries } from './announce'
import { findMissing, findReplayable, reopenDeliveries, type Wanted } from './replay-store'

/** So many at most in one go. */
export const REPLAY_LIMIT = 10_000

/**
 * What to deliver again to a push endpoint: events by id, whether or not its filters match; all that match and happened in
 * [from, to), delivered or not; or all that match and were not delivered since it was made, for as long as deliveries are
 * kept. `after`: only newer ones than this event.
 */
export type Replay = { endpointId: string } & (
  | { eventIds: readonly string[] }
  | { from: Date; to: Date }
  | { missing: true; after?: string | undefined }
)

/** `next`: there may be more of what is missing, after this event. */
export type Replayed = { replayed: number; next: string | null }

/** How a search goes on: so many events at a time, and no further page after so long, well before the transaction is over. */
const PACE = { events: 20_000, ms: 2_000 }

/**
 * Has events delivered again, now, with all tries before them; what is delivered carries the same `webhook-id`. Events of
 * other organizations are left out. E9004 when a range holds more than `REPLAY_LIMIT`; of what is missing the oldest are
 * taken, as many as that and as `pace` lets be found, and asking again with `next` takes the following.
 */
export async function replay(tx: Sql, input: Replay, now: Date, pace = PACE): Promise<Replayed> {
  const { ids, next } = 'missing' in input ? await searchMissing(tx, input, now, pace) : await named(tx, input)
  if (ids.length === 0) return { replayed: 0, next }

  const replayed = await reopenDeliveries(tx, input.endpointId, ids, now)
  afterCommit(tx, 'deliveries', announceDeliveries)
  return { replayed, next }
}

type Found = { ids: string[]; next: string | null }

async function named(tx: Sql, input: Exclude<Replay, { missing: true }>): Promise<Found> {
  const ids = await findReplayable(tx, { ...wantedBy(input), limit: REPLAY_LIMIT + 1 })
  if (ids.length > REPLAY_LIMIT) {
    throw new AppError('E9004', `There are more than ${REPLAY_LIMIT} events in this time. Ask for a shorter one.`)
  }
  return { ids, next: null }
}

async function searchMissing(
  tx: Sql,
  { endpointId, after }: { endpointId: string; after?: string | undefined },
  now: Date,
  pace: typeof PACE,
): Promise<Found> {
  // Older deliveries may be gone, or go just now: what has arrived would look as if it had not.
  const since = addSeconds(cutoffsOf(env(), now).deliveries, ID_MARGIN_SECONDS)
  const range = { endpointId, since, idsFrom: idsFrom(since) }
  const begun = performance.now()
  const ids: string[] = []
  let place: string | null = after ?? null
  for (;;) {
    const limit = REPLAY_LIMIT - ids.length
    const page = await findMissing(tx, { ...range, after: place, events: pace.events, limit })
    ids.push(...page.ids)
    if (page.ids.length === limit) return { ids, next: ids.at(-1) ?? null }
    if (page.seen < pace.events) return { ids, next: null }
    place = page.last
    if (performance.now() - begun >= pace.ms) return { ids, next: place }
  }
}

/** An id is made a moment before or after the time its event is given. */
const ID_MARGIN_SECONDS = 60

function wantedBy(input: Exclude<Replay, { missing: true }>): Omit<Wanted, 'limit'> {
  const none = { eventIds: null, from: null, to: null, idsFrom: null, idsTo: null }
  const { endpointId } = input
  if ('eventIds' in input) return { ...none, endpointId, eventIds: input.eventIds }

  const { from, to } = input
  return { ...none, endpointId, from, to, idsFrom: idsFrom(from), idsTo: addSeconds(to, ID_MARGIN_SECONDS) }
}

/** Ids go by the system's clock, which a test never moves: they can only be older than the desk's time. */
function idsFrom(from: Date): Date {
  return addSeconds(from, -ID_MARGIN_SECONDS - millisecondsAhead() / 1000)
}
