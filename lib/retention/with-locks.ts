import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'

/** Nobody waits longer than this behind somebody who waits for a whole table. */
const LOCK_TIMEOUT_MS = 500
const TRIES = 12
const PAUSE_MS = 1_000

/**
 * Runs `work`, which needs a whole table to itself for a moment (making, dropping partitions). Whoever waits for such a lock
 * holds up everybody after them, so it gives up soon, lets the others through and tries again a little later: null when it
 * was never to be had. DETACH CONCURRENTLY would need no such lock, but Postgres refuses it beside a catch-all partition.
 */
export async function withLocks<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>, tries = TRIES): Promise<T | null> {
  for (let attempt = 1; attempt <= tries; attempt++) {
    try {
      return await inSqlTransaction({ pool }, async (sql) => {
        await sql.$executeRaw`SELECT set_config('lock_timeout', ${`${LOCK_TIMEOUT_MS}ms`}::text, true)`
        return work(sql)
      })
    } catch (error) {
      if (!isLockTimeout(error)) throw error
      if (attempt < tries) await sleep(PAUSE_MS * (0.5 + Math.random()), undefined, { ref: false })
    }
  }
  return null
}

/** 55P03: the lock was not to be had in time. */
function isLockTimeout(error: unknown): boolean {
  return (error as { code?: unknown } | null)?.code === '55P03'
}
