import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/**
 * Has a worker look at what the desk can call for a deal now. Part of the caller's transaction: call it with every change
 * that may make a call possible or done. With `keepExisting`, only when no look waits already: for sweeps.
 */
export async function enqueueKeeper(
  tx: Sql,
  dealId: string,
  options: { delaySeconds?: number; keepExisting?: boolean } = {},
): Promise<void> {
  await enqueue(tx, 'keep-deal', { dealId }, { key: `keep:${dealId}`, ...options })
}
