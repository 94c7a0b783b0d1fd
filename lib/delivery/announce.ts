import type pg from 'pg'
import { log } from '@/lib/log'

/** The channel pumps listen on. It carries no payload: what is due is read from the deliveries. */
export const DUE_CHANNEL = 'countersign_deliveries'

const COALESCE_MS = 5

const waiting = new WeakSet<pg.Pool>()

/** Tells every pump that something may be due: after the commit, as for `afterCommit`. A lost one costs a second. */
export function announceDeliveries(pool: pg.Pool): void {
  if (waiting.has(pool)) return

  waiting.add(pool)
  setTimeout(() => {
    waiting.delete(pool)
    if (pool.ended) return
    pool.query(`NOTIFY ${DUE_CHANNEL}`).catch((err) => log.debug({ err }, 'due deliveries could not be announced'))
  }, COALESCE_MS).unref()
}
