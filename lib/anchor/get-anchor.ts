import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { caip2 } from '@/lib/proof/chains'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'
import { proveLeaf } from './prove-leaf'
import { findBatchByRoot } from './store'

type Input = { root: string; leaf?: string | undefined; kind: LeafKind }

/**
 * A batch by its root, and the proof of one of its leaves for whoever names it. Leaves are not listed: for a receipt that
 * is shared by link, its id is the key. E9008 for a root that is not ours, E7001 for a leaf that is not in it.
 */
export async function getAnchor(ctx: Ctx, { root, leaf, kind }: Input) {
  const batch = await findBatchByRoot(ctx.db, root)
  if (!batch) throw new AppError('E9008', 'This desk has no batch with that root.')

  const inclusion = leaf ? await proveLeaf(ctx.db, kind, leaf as Hex) : null
  if (leaf && inclusion?.batch.root !== batch.root) throw new AppError('E7001', 'That is not a leaf of this batch.')

  return {
    root: batch.root,
    state: batch.state,
    chain_id: caip2(batch.chainId),
    eas: batch.eas,
    tx_hash: batch.txHash,
    block_number: batch.blockNumber,
    block_hash: batch.blockHash,
    block_time: batch.blockTime,
    size: batch.size,
    created_at: batch.createdAt,
    leaf: inclusion ? { kind: inclusion.kind, id: inclusion.id, proof: inclusion.proof } : undefined,
  }
}
