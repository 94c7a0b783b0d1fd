import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { type AnchorChain, anchorChain } from './anchor-chain'
import type { Batch } from './batch'
import { enqueueAdvance } from './enqueue-advance'
import { listFinal, reopenFinal } from './store'

const PAGE = 50

/**
 * On the local chain a block is final at once, and an anvil that is killed forgets its last seconds. So its final batches are
 * looked at again, the newest first, until a whole page of them stands: one that stands says nothing of those below it, since
 * it may have come after the loss. What is gone is reopened together, so that a kill in between leaves none behind. Returns
 * how many.
 */
export async function recheckLocal(
  ctx: Ctx,
  chainOf: (batch: Batch) => Pick<AnchorChain, 'blockHashAt'> = ({ chainId, eas }) => anchorChain(chainId, eas),
): Promise<number> {
  const gone = await findGone(ctx, chainOf)
  if (gone.length === 0) return 0

  await inTransaction({ db: ctx.db }, async (tx) => {
    await reopenFinal(tx, gone)
    for (const batchId of gone) await enqueueAdvance(tx, batchId)
  })
  return gone.length
}

async function findGone(ctx: Ctx, chainOf: (batch: Batch) => Pick<AnchorChain, 'blockHashAt'>): Promise<string[]> {
  const gone: string[] = []
  for (let skip = 0; ; skip += PAGE) {
    const before = gone.length
    const batches = await listFinal(ctx.db, LOCAL_CHAIN, { skip, take: PAGE })
    for (const batch of batches) {
      if ((await chainOf(batch).blockHashAt(batch.blockNumber ?? 0)) !== batch.blockHash) gone.push(batch.id)
    }
    if (gone.length === before || batches.length < PAGE) return gone
  }
}
