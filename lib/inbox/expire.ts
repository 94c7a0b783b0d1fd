import type { Ctx } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import { endTries, failed } from './end-tries'
import { lockExpired } from './store'

const BATCH = 500

/** Counts leases that ran out as failures and lets their items be leased again, so that nobody has to ask for them first. */
export async function expireLeases(ctx: Pick<Ctx, 'pool' | 'now'>): Promise<number> {
  for (let all = 0; ; ) {
    const expired = await inSqlTransaction(ctx, async (sql) => {
      const items = await lockExpired(sql, BATCH, ctx.now)
      const ended = items.map((item) => failed(item, toReason('LEASE_EXPIRED'), ctx.now))
      await endTries(sql, ended, ctx.now)
      return items.length
    })
    all += expired
    if (expired < BATCH) return all
  }
}
