import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/** Has a batch looked at by a worker: now or after a while. With `keepExisting`, only when that is not under way already. */
export async function enqueueAdvance(
  sql: Sql,
  batchId: string,
  options: { delaySeconds?: number; keepExisting?: boolean } = {},
): Promise<void> {
  await enqueue(sql, 'advance-anchor', { batchId }, { key: `anchor:${batchId}`, ...options })
}

/** Has the leaves that wait made into batches. */
export async function enqueueClose(sql: Sql): Promise<void> {
  await enqueue(sql, 'close-batches', {}, { key: 'close-batches', keepExisting: true })
}
