import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { findDueProbes, findFailing } from './endpoint-store'
import { probeEndpoint } from './probe'
import { disable } from './record'
import { FAILING_SECONDS } from './schedule'

/** Asks one failing endpoint whether it answers again. */
export const probe = task('probe-endpoint', z.object({ id: z.uuid() }), (ctx, input) => probeEndpoint(ctx, input))

/** Finds failing endpoints that are to be asked, and those nothing was sent to any more since they began to fail. */
export const failingEndpoints = sweep('failing-endpoints', 10, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  const failing = await findFailing(sql, addSeconds(ctx.now, -FAILING_SECONDS))
  for (const id of failing) await inSqlTransaction(ctx, (tx) => disable(tx, [id], 'FAILING', ctx.now))

  for (const id of await findDueProbes(sql, ctx.now)) {
    await enqueue(sql, 'probe-endpoint', { id }, { key: `probe ${id}`, keepExisting: true, maxAttempts: 5 })
  }
})
