import type { Sql } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'

/**
 * Has a worker look after what is attested on a chain now. Part of the caller's transaction. With `keepExisting`, only when
 * no look waits already.
 */
export async function enqueueAttest(tx: Sql, chainId: number, options: { keepExisting?: boolean } = {}): Promise<void> {
  await enqueue(tx, 'attest-chain', { chainId }, { key: `attest-chain:${chainId}`, ...options })
}

/** The look after this one. It has a key of its own, so that it neither puts off what is asked for now nor is put off. */
export async function enqueueNextLook(tx: Sql, chainId: number, delaySeconds: number): Promise<void> {
  await enqueue(tx, 'attest-chain', { chainId }, { key: `attest-chain-next:${chainId}`, delaySeconds })
}
