import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/**
 * Has a deal brought to what the chain says of it. A waiting job of the same deal is replaced; beside one that is already
 * running another is added, since that one may have read the logs before these came.
 */
export async function enqueueFollow(sql: Sql, dealId: string, options: { delaySeconds?: number } = {}): Promise<void> {
  await enqueue(sql, 'follow-deal', { dealId }, { key: `follow-deal:${dealId}`, ...options })
}
