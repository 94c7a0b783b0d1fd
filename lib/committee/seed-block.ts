import { timestampedLog } from '@/lib/anchor/anchor-chain'
import type { Batch } from '@/lib/anchor/batch'
import { anchorPlace } from '@/lib/anchor/close-batch'
import { findBatches } from '@/lib/anchor/find-batches'
import { type AgreedBlocks, agreedBlocks } from '@/lib/chain/agreed-blocks'
import { finalPlace } from '@/lib/chain/final-place'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'
import { singleton } from '@/lib/singleton'

/** A seed comes from so many blocks after the one that holds what it is drawn for. */
const BLOCKS_AFTER = 2
/** So many batches are remembered, the newest. */
const REMEMBERED = 1_000

/** How far a draw came: done, to be looked at again, or nothing to draw any more. */
export type DrawState = 'drawn' | 'waiting' | 'over'

/** Where a committee may be drawn: the chain the desk's batches are timestamped on. */
export type DrawChain = AgreedBlocks

/** The block a seed comes from; `time` in seconds by the chain's clock. */
export type Source = { block: number; blockHash: Hex; time: number }

export function drawChain(): DrawChain | null {
  const place = anchorPlace()
  return place && agreedBlocks(place.chainId)
}

/**
 * Two blocks after the one in which all of these leaves stand for good, as enough providers say; null until they do, and
 * for what stands on another chain.
 */
export async function blockAfter(
  ctx: Pick<Ctx, 'db'>,
  chain: DrawChain,
  leaves: readonly { kind: LeafKind; id: Hex }[],
): Promise<number | null> {
  const blocks: number[] = []
  for (const { kind, id } of leaves) {
    const block = await blockOfBatch(chain, (await findBatches(ctx.db, kind, [id])).get(id))
    if (block === null) return null
    blocks.push(block)
  }
  return Math.max(...blocks) + BLOCKS_AFTER
}

/** That block with its hash, once it is final. */
export async function readSource(chain: DrawChain, number: number): Promise<Source | null> {
  if ((await chain.finalBlock()) < number) return null
  const block = await chain.blockAt(number)
  return block && { block: number, blockHash: block.hash, time: block.time }
}

/** A block that does not exist yet; null while the providers are too far apart to say. */
export async function futureBlock(chain: DrawChain): Promise<number | null> {
  const highest = await chain.highestBlock()
  return highest === null ? null : highest + BLOCKS_AFTER
}

/** What a later round is drawn by: the block named for it, none below `least`, none from before it was opened. */
export type Later = { named: number | null; least: number; openedAt: Date }

/**
 * The block of a later round, once it is final. Without one, and when the one named turns out to be from before the
 * round was opened, since all who were asked lagged, `name` is called with one that does not exist yet.
 */
export async function readLater(
  chain: DrawChain,
  { named, least, openedAt }: Later,
  name: (block: number) => Promise<unknown>,
): Promise<Source | null> {
  const source = named === null ? null : await readSource(chain, named)
  if (source && isAfter(chain, source, { least, openedAt })) return source
  if (named !== null && !source) return null

  const block = await futureBlock(chain)
  if (block !== null) await name(block)
  return null
}

/** On the local chain the desk's clock may be far ahead of the blocks'. */
function isAfter({ chainId }: DrawChain, { block, time }: Source, { least, openedAt }: Omit<Later, 'named'>): boolean {
  return block >= least && (chainId === LOCAL_CHAIN || time * 1000 > openedAt.getTime())
}

/**
 * The number of a batch's block. Where one host is configured the batch has it from that one, which could choose a block
 * whose successor it likes: for a draw it counts once enough of them say so, after it is final.
 */
async function blockOfBatch(chain: DrawChain, batch: Batch | undefined): Promise<number | null> {
  if (batch?.state !== 'FINAL' || batch.chainId !== chain.chainId) return null
  const { txHash, blockNumber, blockHash, root, eas } = batch
  if (txHash === null || blockNumber === null) return null

  const confirmed = singleton('confirmed-batches', () => new Set<string>())
  const key = `${chain.chainId} ${root} ${blockNumber} ${blockHash}`
  if (confirmed.has(key)) return blockNumber
  const placed = await finalPlace(chain.chainId, timestampedLog({ txHash, eas, root }), chain)
  if (!placed) return null
  if (placed.number !== blockNumber || placed.hash !== blockHash) {
    log.error(
      { batch: batch.id, block: blockNumber, agreed: placed.number },
      'a batch stands in another block than said',
    )
    return null
  }
  remember(confirmed, key)
  return blockNumber
}

function remember(confirmed: Set<string>, key: string): void {
  confirmed.add(key)
  const [oldest] = confirmed
  if (confirmed.size > REMEMBERED && oldest !== undefined) confirmed.delete(oldest)
}
