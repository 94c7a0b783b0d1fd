import type pg from 'pg'
import { sqlOver } from '@/lib/db/sql'
import { singleton } from '@/lib/singleton'
import { findNewestPublicReceipt, type ReceiptRow } from './store'

/** How long it may be until a newer one is shown. */
const FRESH_MS = 5_000

type Known = { until: number; shown: Promise<ReceiptRow | null> }
const cache = singleton('shown-receipt', () => new WeakMap<pg.Pool, Known>())

/** The newest public receipt of a challenge on this desk, looked for at most every few seconds per process; null when there is none. */
export function findShownReceipt({ pool }: { pool: pg.Pool }): Promise<ReceiptRow | null> {
  const known = cache.get(pool)
  if (known && known.until > performance.now()) return known.shown

  const shown = findNewestPublicReceipt(sqlOver(pool))
  cache.set(pool, { until: performance.now() + FRESH_MS, shown })
  shown.catch(() => cache.delete(pool))
  return shown
}
