import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/**
 * Has a worker look after what is attested on a chain, now or after a while. Part of the caller's transaction. With
 * `keepExisting`, only when no look waits already.
 */
export async function enqueueAttest(
  tx: Sql,
  chainId: number,
  options: { delaySeconds?: number; keepExisting?: boolean } = {},
): Promise<void> {
  await enqueue(tx, 'attest-chain', { chainId }, { key: `attest:${chainId}`, ...options })
}
