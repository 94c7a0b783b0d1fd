import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/** Has a worker run the checks of a challenge's wallets, now or so many seconds later. Part of the caller's transaction. */
export async function enqueueChecks(tx: Sql, id: string, delaySeconds = 0): Promise<void> {
  await enqueue(tx, 'verify-parties', { id }, { key: `verify-parties:${id}`, delaySeconds })
}
