import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { sqlOver } from '@/lib/db/sql'
import { task } from '@/lib/queue/task'
import { closeExpired, deleteUnproven } from './store'

const KEPT_SECONDS = 7 * 24 * 60 * 60

/** Closes wallet challenges nobody answered, and forgets those that proved nothing a week after they ended. */
export const sweepWalletChallenges = task('sweep-wallet-challenges', z.object({}), async (ctx) => {
  const sql = sqlOver(ctx.pool)
  await closeExpired(sql, ctx.now)
  await deleteUnproven(sql, addSeconds(ctx.now, -KEPT_SECONDS))
})
