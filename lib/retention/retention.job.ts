import { z } from 'zod'
import { DESK_CHAIN } from '@/lib/audit/desk-chain'
import { recordAudit } from '@/lib/audit/record'
import { addSeconds, millisecondsAhead } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { type Cutoffs, cutoffsOf, type Kept, monthsOver } from './cutoffs'
import { endForgotten, moveLostHeads } from './end-forgotten'
import { ensureMonths } from './ensure-months'
import {
  deleteCallMinutes,
  deleteDeliveries,
  deleteLines,
  deleteMessages,
  deleteStrayEvents,
  dropMonth,
  type LogTable,
  listPartitions,
} from './store'
import { withLocks } from './with-locks'

const BATCH = 2_000
/** In one go; the next hour does the rest. */
const MAX_BATCHES = 500

export type Retained = {
  /** `events 2025-09`, in the order they went. */
  dropped_months: string[]
  ended_deliveries: number
  deleted_deliveries: number
  deleted_events: number
  deleted_lines: number
  deleted_call_minutes: number
  deleted_messages: number
  moved_heads: number
}

/** One at a time however many workers there are: the queue holds one job of this key. */
export const retention = sweep('retention', 3_600, (ctx) =>
  enqueue(sqlOver(ctx.pool), 'retention', {}, { key: 'retention', keepExisting: true }),
)

export const retentionJob = task('retention', z.object({}), async (ctx) => void (await keepRetention(ctx, env())))

/**
 * Makes room for the months to come and takes away what has been kept long enough (RETENTION_EVENT_DAYS and the others),
 * in small transactions: killed at any line, the next run goes on. What it did is in the desk's own audit log.
 */
export async function keepRetention(ctx: Ctx, kept: Kept): Promise<Retained> {
  await ensureMonths(ctx.pool)
  const cutoffs = cutoffsOf(kept, ctx.now)
  // Months and ids go by the system's time, which a test clock leaves behind.
  const idCutoffs = cutoffsOf(kept, addSeconds(ctx.now, -millisecondsAhead() / 1_000))
  const done: Retained = {
    ended_deliveries: await endForgotten(ctx, cutoffs.deliveries),
    dropped_months: await dropMonths(ctx, idCutoffs),
    deleted_deliveries: await inBatches(ctx, (sql) => deleteDeliveries(sql, cutoffs.deliveries, BATCH)),
    deleted_events: await inBatches(ctx, (sql) => deleteStrayEvents(sql, idCutoffs.events, BATCH)),
    deleted_lines: await inBatches(ctx, (sql) => deleteLines(sql, cutoffs.lines, BATCH)),
    deleted_call_minutes: await inBatches(ctx, (sql) => deleteCallMinutes(sql, cutoffs.deliveries, BATCH)),
    deleted_messages: await inBatches(ctx, (sql) => deleteMessages(sql, cutoffs.deliveries, BATCH)),
    moved_heads: await moveLostHeads(ctx, cutoffs.deliveries),
  }
  if (Object.values(done).some((one) => (Array.isArray(one) ? one.length > 0 : one > 0))) await record(ctx, done)
  return done
}

/** Tries go with their deliveries and events after both: what is shown can always be read, and all of it. */
async function dropMonths(ctx: Pick<Ctx, 'pool'>, cutoffs: Cutoffs): Promise<string[]> {
  const partitions = await listPartitions(sqlOver(ctx.pool))
  const dropped: string[] = []
  const steps: [tables: LogTable[], cutoff: Date][] = [
    [['deliveries', 'delivery_attempts'], cutoffs.deliveries],
    [['events'], cutoffs.events],
  ]
  for (const [tables, cutoff] of steps) {
    const months = partitions.filter(({ table }) => tables.includes(table)).flatMap(({ month }) => month ?? [])
    for (const month of monthsOver([...new Set(months)], cutoff)) {
      const gone = await withLocks(ctx.pool, (sql) => dropTogether(sql, tables, month))
      if (gone?.length) dropped.push(...gone.map((table) => `${table} ${month.slice(0, 7)}`))
      else log.info({ tables, month }, 'a month is still needed, or busy; it is looked at again in an hour')
    }
  }
  return dropped
}

/** Those of `tables` whose `month` was dropped, in one transaction and in this order. */
async function dropTogether(sql: Sql, tables: LogTable[], month: string): Promise<LogTable[]> {
  const dropped: LogTable[] = []
  for (const table of tables) {
    if (await dropMonth(sql, table, month)) dropped.push(table)
  }
  return dropped
}

async function inBatches(ctx: Pick<Ctx, 'pool'>, work: (sql: Sql) => Promise<number>): Promise<number> {
  let all = 0
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const deleted = await inSqlTransaction({ pool: ctx.pool }, work)
    all += deleted
    if (deleted < BATCH) break
  }
  return all
}

async function record(ctx: Ctx, done: Retained): Promise<void> {
  const { actor, requestId, now } = ctx
  await inSqlTransaction({ pool: ctx.pool }, (sql) =>
    recordAudit(sql, { organizationId: DESK_CHAIN, actor, action: 'retention.done', details: done, requestId, now }),
  )
  log.info(done, 'took away what was kept long enough')
}
