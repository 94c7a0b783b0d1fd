import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { beatWithin, findLastBeat, findLastDowntimeEnd, insertDowntime, lockHeartbeats, setBeat } from './store'

/** The processes that make the desk work: one serves calls, the other does what is due. */
export type Role = 'web' | 'worker'

/** A longer silence is downtime of the desk (domain §3, "Fair clock"). */
export const MAX_SILENCE_SECONDS = 60

export type Gap = { startedAt: Date; endedAt: Date }

/**
 * Says that `role` is alive at `ctx.now`. When it was silent for more than 60 seconds before, that gap is recorded as
 * downtime, from where the last recorded one ended: downtimes never overlap. Returns whether one was recorded.
 */
export async function beat(ctx: Pick<Ctx, 'pool' | 'now'>, role: Role): Promise<boolean> {
  // The usual case is one statement.
  if (await beatWithin(sqlOver(ctx.pool), role, MAX_SILENCE_SECONDS, ctx.now)) return false
  return inSqlTransaction(ctx, (sql) => beatAfterSilence(sql, role, ctx.now))
}

async function beatAfterSilence(sql: Sql, role: Role, now: Date): Promise<boolean> {
  // Both roles come back together after an outage: one after the other, or both would record the same gap.
  await lockHeartbeats(sql)
  const last = await findLastBeat(sql, role)
  await setBeat(sql, role, now)

  const gap = last && gapBetween(last, await findLastDowntimeEnd(sql), now)
  if (gap) await insertDowntime(sql, gap)
  return gap !== null
}

/**
 * Pure: the downtime to record for a role last heard of at `lastBeat`, or null. What earlier downtimes covered until
 * `coveredUntil` is not counted again.
 */
export function gapBetween(lastBeat: Date, coveredUntil: Date | null, now: Date): Gap | null {
  if (now.getTime() - lastBeat.getTime() <= MAX_SILENCE_SECONDS * 1000) return null

  const startedAt = coveredUntil && coveredUntil > lastBeat ? coveredUntil : lastBeat
  return startedAt < now ? { startedAt, endedAt: now } : null
}
