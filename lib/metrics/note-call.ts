import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { WriteBehind } from '@/lib/telemetry/write-behind'
import { bucketOf, emptyBuckets } from './buckets'
import { addCallMinutes, type CallMinute } from './call-store'

export type NotedCall = {
  organizationId: string
  /** Method and template of the path: `POST /api/v1/inbox/lease`. */
  route: string
  status: number
  ms: number
}

/** Sums kept while the database is slow or away; calls for more than these are counted and dropped. */
const MAX_SUMS = 10_000
const BATCH = 500
const MINUTE_MS = 60_000

/** Adds a call to its organization's minute, written with others in the next half second. Costs no query, never throws. */
export function noteCall({ organizationId, route, status, ms }: NotedCall): void {
  const calls = callsOf()
  const minute = Math.floor(currentTime().getTime() / MINUTE_MS) * MINUTE_MS
  const statusClass = status >= 500 ? '5xx' : status >= 400 ? '4xx' : '2xx'
  const key = `${organizationId} ${minute} ${statusClass} ${route}`

  let sum = calls.sums.get(key)
  if (!sum) {
    if (calls.sums.size >= MAX_SUMS) {
      calls.dropped += 1
      calls.droppedInAll += 1
      return
    }
    sum = {
      organizationId,
      minute: new Date(minute),
      route,
      statusClass,
      calls: 0,
      totalMs: 0,
      buckets: emptyBuckets(),
    }
    calls.sums.set(key, sum)
  }
  sum.calls += 1
  sum.totalMs += ms
  const bucket = bucketOf(ms)
  sum.buckets[bucket] = (sum.buckets[bucket] ?? 0) + 1
  calls.writer.soon()
}

/** Writes what is still waiting: before a process ends, and in tests. Never throws. */
export async function flushCalls(): Promise<void> {
  await callsOf().writer.flush()
}

/** Calls this process could not count since it began. */
export function droppedCalls(): number {
  return callsOf().droppedInAll
}

type Calls = { sums: Map<string, CallMinute>; dropped: number; droppedInAll: number; writer: WriteBehind }

function callsOf(): Calls {
  return singleton('calls', (): Calls => {
    const calls: Calls = {
      sums: new Map(),
      dropped: 0,
      droppedInAll: 0,
      writer: new WriteBehind('the calls of a minute', () => writeAll(calls)),
    }
    return calls
  })
}

async function writeAll(calls: Calls): Promise<void> {
  if (calls.dropped > 0) {
    log.warn({ dropped: calls.dropped }, 'calls were not counted')
    calls.dropped = 0
  }
  while (calls.sums.size > 0) {
    const batch = take(calls.sums, BATCH)
    try {
      const { pool } = database()
      if (!pool.ended) await addCallMinutes(sqlOver(pool), [...batch.values()])
    } catch (error) {
      giveBack(calls.sums, batch)
      throw error
    }
  }
}

/** Taken out first: calls that come meanwhile begin a sum of their own. */
function take(sums: Map<string, CallMinute>, count: number): Map<string, CallMinute> {
  const taken = new Map<string, CallMinute>()
  for (const [key, sum] of sums) {
    if (taken.size >= count) break
    taken.set(key, sum)
    sums.delete(key)
  }
  return taken
}

function giveBack(sums: Map<string, CallMinute>, batch: Map<string, CallMinute>): void {
  for (const [key, sum] of batch) {
    const since = sums.get(key)
    sums.set(key, since ? added(sum, since) : sum)
  }
}

function added(a: CallMinute, b: CallMinute): CallMinute {
  return {
    ...a,
    calls: a.calls + b.calls,
    totalMs: a.totalMs + b.totalMs,
    buckets: a.buckets.map((count, i) => count + (b.buckets[i] ?? 0)),
  }
}
