import type pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { singleton } from '@/lib/singleton'
import { estimateNumbers, type Numbers, readNumbers } from './store'

/** How many there are; `exact` is false where counting them one by one would take too long. */
export type Count = { count: number; exact: boolean }
/** What this desk has made so far. */
export type DeskNumbers = { receipts: Count; finalized: Count; anchored: Count }

/** Counted one by one up to here: some milliseconds. */
const COUNTED = 50_000
/** How long numbers may be old: nobody decides anything by them. */
const FRESH_MS = 5_000

type Known = { until: number; numbers: Promise<DeskNumbers> }
const cache = singleton('desk-numbers', () => new WeakMap<pg.Pool, Known>())

/** The numbers of this desk, read at most every few seconds per process, and once however many ask at once. */
export function countDesk({ pool }: { pool: pg.Pool }): Promise<DeskNumbers> {
  const known = cache.get(pool)
  if (known && known.until > performance.now()) return known.numbers

  const numbers = count(pool)
  cache.set(pool, { until: performance.now() + FRESH_MS, numbers })
  numbers.catch(() => cache.delete(pool))
  return numbers
}

async function count(pool: pg.Pool): Promise<DeskNumbers> {
  const sql = sqlOver(pool)
  const counted = await readNumbers(sql, COUNTED + 1)
  const isMore = Object.values(counted).some((number) => number > COUNTED)
  return decideNumbers(counted, isMore ? await estimateNumbers(sql) : null, COUNTED)
}

/** Pure: what was counted, or what is estimated where counting stopped after `most`; never less than what was counted. */
export function decideNumbers(counted: Numbers, estimated: Numbers | null, most: number): DeskNumbers {
  const decide = (name: keyof Numbers): Count =>
    counted[name] <= most || !estimated
      ? { count: counted[name], exact: true }
      : { count: Math.max(estimated[name], counted[name]), exact: false }
  return { receipts: decide('receipts'), finalized: decide('finalized'), anchored: decide('anchored') }
}
