import type { Ctx, UserActor } from '@/lib/context'
import { inSnapshot } from '@/lib/db/snapshot'
import type { Sql } from '@/lib/db/sql'
import { emptyBuckets, quantileOf } from './buckets'
import {
  countCallBuckets,
  countCalls,
  countDeliveries,
  countEvents,
  countMinutes,
  countQueue,
  countTries,
  measureTries,
  type Quantiles,
  type Window,
} from './org-store'
import { type MetricsAnswer, type MetricsFilter, RANGES } from './schemas'
import { addUp, countsOf, fatesOf, rateOf, seriesOf, shareOf } from './sums'

const MINUTE_MS = 60_000

type Metrics = Omit<MetricsAnswer, 'from' | 'to'> & { from: Date; to: Date }

/**
 * What the organization the caller acts in received, sent and asked in the last hour, six hours or day, minute by minute,
 * and what waits now. All of it is read in one snapshot: the numbers of one answer agree.
 */
export async function getMetrics(ctx: Ctx<UserActor>, { range }: MetricsFilter): Promise<Metrics> {
  const minutes = RANGES[range]
  const thisMinute = Math.floor(ctx.now.getTime() / MINUTE_MS) * MINUTE_MS
  const window: Window = {
    organizationId: ctx.actor.organizationId,
    from: new Date(thisMinute - (minutes - 1) * MINUTE_MS),
    to: ctx.now,
  }
  const read = await inSnapshot(ctx, (sql) => readAll(sql, window))
  return { range, from: window.from, to: window.to, ...toNumbers(read, window, minutes) }
}

async function readAll(sql: Sql, window: Window) {
  return {
    events: await countEvents(sql, window),
    deliveries: await countDeliveries(sql, window),
    tries: await countTries(sql, window),
    latency: await measureTries(sql, window),
    calls: await countCalls(sql, window),
    buckets: await countCallBuckets(sql, window),
    minutes: await countMinutes(sql, window),
    now: await countQueue(sql, window.organizationId, window.to),
  }
}

function toNumbers(read: Awaited<ReturnType<typeof readAll>>, window: Window, minutes: number) {
  const { events, tries, calls, latency } = read
  const series = seriesOf(window.from, minutes)
  const total = addUp(tries.map(({ count }) => count))
  const delivered = addUp(tries.filter(({ outcome }) => outcome === 'DELIVERED').map(({ count }) => count))
  const called = addUp(calls.map((row) => row.calls))
  const callClasses = countsOf(calls.map((row) => ({ class: row.class, count: row.calls })))
  const buckets = read.buckets.reduce((sum, row) => sum.map((n, i) => n + (row.buckets[i] ?? 0)), emptyBuckets())
  const ofClass = (name: string) => calls.filter((row) => row.class === name)

  return {
    events,
    deliveries: fatesOf(read.deliveries),
    tries: {
      total,
      delivered,
      failed: total - delivered,
      classes: countsOf(tries),
      push_latency_ms: rounded(latency.push),
      inbox_handling_ms: rounded(latency.inbox),
    },
    calls: {
      total: called,
      classes: callClasses,
      error_rate: shareOf(callClasses.find((row) => row.class === '5xx')?.count ?? 0, called),
      latency_ms: quantilesOf(buckets),
    },
    throughput: {
      events: rateOf(events.received, minutes),
      tries: rateOf(total, minutes),
      calls: rateOf(called, minutes),
    },
    now: { ...read.now, overdue_seconds: Math.round(read.now.overdue_seconds) },
    series: {
      ...series.counts(read.minutes, ['received', 'delivered', 'failed']),
      calls: series.sums(calls),
      refused: series.sums(ofClass('4xx')),
      errors: series.sums(ofClass('5xx')),
      call_p50_ms: series.values(read.buckets, (row) => quantileOf(row.buckets, 0.5)),
      call_p95_ms: series.values(read.buckets, (row) => quantileOf(row.buckets, 0.95)),
    },
  }
}

function quantilesOf(buckets: readonly number[]): Quantiles {
  return { p50: quantileOf(buckets, 0.5), p95: quantileOf(buckets, 0.95), p99: quantileOf(buckets, 0.99) }
}

function rounded({ p50, p95, p99 }: Quantiles): Quantiles {
  const round = (ms: number | null) => (ms === null ? null : Math.round(ms * 10) / 10)
  return { p50: round(p50), p95: round(p95), p99: round(p99) }
}
