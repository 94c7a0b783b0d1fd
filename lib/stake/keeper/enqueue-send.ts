import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/** Has a worker send a call, or look what became of it: now or after a while. */
export async function enqueueSend(
  tx: Sql,
  callId: string,
  options: { delaySeconds?: number; keepExisting?: boolean } = {},
): Promise<void> {
  await enqueue(tx, 'send-call', { id: callId }, { key: `send-call:${callId}`, ...options })
}
