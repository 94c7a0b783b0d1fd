import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/** Has a decided receipt folded into reputation. Part of the caller's transaction. */
export function enqueueFold(sql: Sql, receiptId: string, options: { keepExisting?: boolean } = {}): Promise<void> {
  return enqueue(sql, 'fold-reputation', { receiptId }, { key: `fold-reputation:${receiptId}`, ...options })
}
