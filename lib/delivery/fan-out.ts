import type { Ctx } from '@/lib/context'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { announceDeliveries } from './announce'
import { fanOutPage, hasNewEvents, lockPlace } from './fan-out-store'

/** So many events are taken in one transaction. */
export const FAN_OUT_PAGE = 1_000

/**
 * Gives the next page of the log, of all organizations, to the endpoints whose filters match: deliveries to push, and items
 * of inboxes. Returns how many events were taken; 0 when there is nothing new, or another worker is at it. Run again after
 * being killed at any line, it goes on where the last commit was.
 */
export async function fanOut(ctx: Pick<Ctx, 'pool' | 'now'>, limit = FAN_OUT_PAGE): Promise<number> {
  if (!(await hasNewEvents(sqlOver(ctx.pool)))) return 0

  const taken = await inSqlTransaction(ctx, async (sql) => {
    const place = await lockPlace(sql)
    return place ? await fanOutPage(sql, place, limit, ctx.now) : { events: 0, pushes: 0 }
  })
  if (taken.pushes > 0) announceDeliveries(ctx.pool)
  return taken.events
}
