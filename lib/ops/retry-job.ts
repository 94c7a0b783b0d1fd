import type { Ctx } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { auditOps } from './audit-ops'
import { requireOperator } from './require-operator'
import { rescheduleJob } from './store'

/** Has a failed job done again, now, as if it had never been tried. E9008 for jobs that did not fail, or are under way. */
export async function retryJob(caller: Ctx, { id }: { id: string }) {
  const ctx = requireOperator(caller)
  return inSqlTransaction(ctx, async (tx) => {
    const task = await rescheduleJob(tx, id)
    if (task === null) throw new AppError('E9008', 'There is no such failed job any more. Look at the list again.')
    await auditOps(tx, ctx, { action: 'job.retried', target: `job:${id}`, details: { task } })
    return { id, task }
  })
}
