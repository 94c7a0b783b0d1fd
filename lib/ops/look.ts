import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { MAX_SILENCE_SECONDS } from '@/lib/desk/beat'
import { env } from '@/lib/env'
import { VERSION } from '@/lib/http/version'
import { listPartitions } from '@/lib/retention/store'
import { requireOperator } from './require-operator'
import {
  type Beat,
  countDead,
  countErrors,
  findBeats,
  findDisputes,
  findDowntimes,
  findFailedJobs,
  findStuckAnchors,
  findStuckCalls,
  readFanOut,
  readQueue,
} from './store'

/** Lists end here: whoever has more of a trouble than this knows enough. */
const SHOWN = 200
/** What waits longer is stuck. */
export const STUCK_SECONDS = 3_600
export const ERROR_DAYS = 7
const DAY = 24 * 60 * 60

/** Disputes that are not over, the oldest first. */
export async function lookAtDisputes(ctx: Ctx) {
  const { pool, now } = requireOperator(ctx)
  const rows = await findDisputes(sqlOver(pool), SHOWN)
  return { data: rows.map((row) => ({ ...row, age_seconds: secondsBetween(row.opened_at ?? row.created_at, now) })) }
}

/** Anchors and calls on chain that should be through by now, and calls that failed in the last seven days. */
export async function lookAtStuck(ctx: Ctx) {
  const { pool, now } = requireOperator(ctx)
  const before = addSeconds(now, -STUCK_SECONDS)
  const [anchors, calls] = await Promise.all([
    findStuckAnchors(sqlOver(pool), before, SHOWN),
    findStuckCalls(sqlOver(pool), before, addSeconds(now, -ERROR_DAYS * DAY), SHOWN),
  ])
  return { anchors, calls }
}

/** The queue, and the jobs in it whose last try failed. */
export async function lookAtJobs(ctx: Ctx) {
  const sql = sqlOver(requireOperator(ctx).pool)
  const [queue, failed] = await Promise.all([readQueue(sql), findFailedJobs(sql, SHOWN)])
  return { queue, failed }
}

/** Dead deliveries of all organizations, counted. */
export async function lookAtDead(ctx: Ctx) {
  return { data: await countDead(sqlOver(requireOperator(ctx).pool), SHOWN) }
}

/** What failed in the desk itself in the last seven days, counted. */
export async function lookAtErrors(ctx: Ctx) {
  const { pool, now } = requireOperator(ctx)
  const since = addSeconds(now, -ERROR_DAYS * DAY)
  const rows = await countErrors(sqlOver(pool), since, SHOWN)
  return { since, data: rows.map((row) => ({ ...row, request_ids: [...new Set(row.request_ids)].slice(0, 5) })) }
}

/** The desk's pulse: who was heard of when, when it was down, how far the log is handed out, and how much is kept. */
export async function lookAtDesk(ctx: Ctx) {
  const { pool, now } = requireOperator(ctx)
  const sql = sqlOver(pool)
  const [beats, downtimes, fanOut, partitions] = await Promise.all([
    findBeats(sql),
    findDowntimes(sql, 20),
    readFanOut(sql),
    listPartitions(sql),
  ])
  const { COUNTERSIGN_ENV, RETENTION_EVENT_DAYS, RETENTION_DELIVERY_DAYS, RETENTION_LOG_DAYS } = env()
  return {
    environment: COUNTERSIGN_ENV,
    version: VERSION,
    heartbeats: beats.map((beat) => ({ ...beat, late: isLate(beat, now) })),
    downtimes,
    fan_out: fanOut,
    retention: {
      event_days: RETENTION_EVENT_DAYS,
      delivery_days: RETENTION_DELIVERY_DAYS,
      log_days: RETENTION_LOG_DAYS,
    },
    partitions,
  }
}

/** Pure: a process is late after a minute, a sweep after two of its own rounds and a minute. */
export function isLate({ at, every_seconds }: Pick<Beat, 'at' | 'every_seconds'>, now: Date): boolean {
  const allowed = MAX_SILENCE_SECONDS + 2 * (every_seconds ?? 0)
  return secondsBetween(at, now) > allowed
}

function secondsBetween(from: Date, to: Date): number {
  return Math.max(0, Math.floor((to.getTime() - from.getTime()) / 1000))
}
