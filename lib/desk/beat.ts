import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'

/** The processes that make the desk work: one serves calls, the other does what is due. */
export type Role = 'web' | 'worker'

/** A longer silence is downtime of the desk (domain §3, "Fair clock"). */
export const MAX_SILENCE_SECONDS = 60

/**
 * Says that `role` is alive at `ctx.now`. When it was silent for more than 60 seconds before, that gap is recorded as
 * downtime, from where the last recorded one ended: downtimes never overlap. Returns whether one was recorded.
 */
export async function beat(ctx: Pick<Ctx, 'pool' | 'now'>, role: Role): Promise<boolean> {
  if (await beatInTime(sqlOver(ctx.pool), role, ctx.now)) return false
  return inSqlTransaction(ctx, (sql) => beatAfterSilence(sql, role, ctx.now))
}

/** The usual case, one statement. False for a first beat or after a silence. */
async function beatInTime(sql: Sql, role: Role, now: Date): Promise<boolean> {
  const beaten = await sql.$executeRaw`
    UPDATE heartbeats SET at = greatest(at, ${now.toISOString()}::timestamptz)
    WHERE role = ${role}::text AND at >= ${addSeconds(now, -MAX_SILENCE_SECONDS).toISOString()}::timestamptz`
  return beaten === 1
}

async function beatAfterSilence(sql: Sql, role: Role, now: Date): Promise<boolean> {
  // Both roles come back together after an outage: one after the other, or both would record the same gap.
  await sql.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.heartbeat', 0))::text`
  const [last] = await sql.$queryRaw<{ at: Date }[]>`
    SELECT at FROM heartbeats WHERE role = ${role}::text FOR UPDATE`
  await sql.$executeRaw`
    INSERT INTO heartbeats (role, at) VALUES (${role}::text, ${now.toISOString()}::timestamptz)
    ON CONFLICT (role) DO UPDATE SET at = greatest(heartbeats.at, excluded.at)`
  if (!last) return false

  const [latest] = await sql.$queryRaw<{ ended: Date | null }[]>`SELECT max(ended_at) AS ended FROM downtimes`
  const gap = gapBetween(last.at, latest?.ended ?? null, now)
  if (gap) await insertDowntime(sql, gap)
  return gap !== null
}

/**
 * Pure: the downtime to record for a role last heard of at `lastBeat`, or null. What earlier downtimes covered until
 * `coveredUntil` is not counted again.
 */
export function gapBetween(
  lastBeat: Date,
  coveredUntil: Date | null,
  now: Date,
): { startedAt: Date; endedAt: Date } | null {
  if (now.getTime() - lastBeat.getTime() <= MAX_SILENCE_SECONDS * 1000) return null

  const startedAt = coveredUntil && coveredUntil > lastBeat ? coveredUntil : lastBeat
  return startedAt < now ? { startedAt, endedAt: now } : null
}

async function insertDowntime(sql: Sql, { startedAt, endedAt }: { startedAt: Date; endedAt: Date }): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO downtimes (id, started_at, ended_at)
    VALUES (${newId()}::uuid, ${startedAt.toISOString()}::timestamptz, ${endedAt.toISOString()}::timestamptz)`
}
