import type pg from 'pg'
import { log } from '@/lib/log'
import { countMissingMonths, createMonths } from './store'
import { withLocks } from './with-locks'

/**
 * Makes the partitions of this month and the two after it. Ids carry the system's time, so months go by that and not by the
 * desk's clock. Costs one small question when they are there. When the locks are not to be had soon, it is tried again
 * with the next hour: there are two months of room, and a catch-all behind them.
 */
export async function ensureMonths(pool: pg.Pool): Promise<number> {
  if ((await countMissingMonths(pool)) === 0) return 0

  const made = await withLocks(pool, createMonths)
  if (made === null) log.warn('the months to come could not be made yet; the log is too busy')
  else log.info({ partitions: made }, 'made room for the months to come')
  return made ?? 0
}
