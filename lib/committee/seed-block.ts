import type { Batch } from '@/lib/anchor/batch'
import { anchorPlace } from '@/lib/anchor/close-batch'
import { findBatches } from '@/lib/anchor/find-batches'
import { type AgreedBlocks, agreedBlocks } from '@/lib/chain/agreed-blocks'
import type { Ctx } from '@/lib/context'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'

/** A seed comes from so many blocks after the one that holds what it is drawn for. */
export const BLOCKS_AFTER = 2

/** How far a draw came: done, to be looked at again, or nothing to draw any more. */
export type DrawState = 'drawn' | 'waiting' | 'over'

/** Where a committee may be drawn: the chain the desk's batches are timestamped on. */
export type DrawChain = AgreedBlocks

/** The block a seed comes from. */
export type Source = { block: number; blockHash: Hex }

export function drawChain(): DrawChain | null {
  const place = anchorPlace()
  return place && agreedBlocks(place.chainId)
}

/** Two blocks after the one in which all of these leaves stand for good; null until they do. */
export async function blockAfter(
  ctx: Pick<Ctx, 'db'>,
  leaves: readonly { kind: LeafKind; id: Hex }[],
): Promise<number | null> {
  const found = await Promise.all(leaves.map(({ kind, id }) => findBatches(ctx.db, kind, [id])))
  const blocks = leaves.map(({ id }, i) => finalBlockOf(found[i]?.get(id)))
  if (blocks.some((block) => block === null)) return null
  return Math.max(...blocks.map(Number)) + BLOCKS_AFTER
}

/** That block with its hash, once it is final. */
export async function readSource(chain: DrawChain, block: number): Promise<Source | null> {
  if ((await chain.finalBlock()) < block) return null
  const blockHash = await chain.blockHashAt(block)
  return blockHash && { block, blockHash }
}

function finalBlockOf(batch: Batch | undefined): number | null {
  return batch?.state === 'FINAL' ? batch.blockNumber : null
}
