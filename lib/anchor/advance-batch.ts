import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { revertSent, settleSent } from '@/lib/chain/send/sent-store'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import type { Hex } from '@/lib/proof/hash'
import { enqueue } from '@/lib/queue/enqueue'
import { type AnchorChain, anchorChain } from './anchor-chain'
import { type Batch, subjectOf, type Timestamping } from './batch'
import { findBatch, markFinal, markMined, markReorged } from './store'
import { submitBatch } from './submit-batch'

/** What advancing needs beyond the database: the chain, and the key that pays (none: the batch waits). */
export type Anchoring = { chain: AnchorChain; key: Hex | undefined }

/** Where a batch got to: done, or to be looked at again soon or later. */
export type Advance = 'done' | 'soon' | 'later'

/**
 * Takes a batch as far as it goes now (domain §7): sends it, finds it in a block, finds the block final; or finds that the
 * block is gone and sends the same root again. Run it as often as you like, by as many workers as you like.
 */
export async function advanceBatch(ctx: Ctx, batchId: string, anchoringOf = configured): Promise<Advance> {
  const batch = await findBatch(ctx.db, batchId)
  if (!batch || batch.state === 'FINAL') return 'done'

  const anchoring = anchoringOf(batch)
  if (batch.state === 'MINED') return confirm(ctx, batch, anchoring)
  return findOrSend(ctx, batch, anchoring)
}

function configured({ chainId, eas }: Batch): Anchoring {
  return { chain: anchorChain(chainId, eas), key: env().submitterKeys.get(chainId) }
}

async function findOrSend(ctx: Ctx, batch: Batch, anchoring: Anchoring): Promise<Advance> {
  const { chain, key } = anchoring
  const seconds = await chain.timestampOf(batch.root)
  if (seconds > 0n) return adopt(ctx, batch, anchoring, seconds)

  if (!key) {
    log.error({ batch: batch.id }, `SUBMITTER_KEY_${batch.chainId} is not set: nothing can be anchored`)
    return 'later'
  }
  const submission = await submitBatch(ctx, batch, chain, key)
  return submission === 'waiting' ? 'later' : 'soon'
}

/** The root is timestamped, by us or by anybody: that transaction is the batch's. */
async function adopt(ctx: Ctx, batch: Batch, anchoring: Anchoring, seconds: bigint): Promise<Advance> {
  const found = await anchoring.chain.findTimestamping(batch.root, seconds, batch.txHash)
  if (!found) return 'soon'

  const mined = await recordMined(ctx, batch, found)
  return confirm(ctx, mined, anchoring)
}

async function recordMined(ctx: Ctx, batch: Batch, found: Timestamping): Promise<Batch> {
  await inTransaction({ db: ctx.db }, async (tx) => {
    await markMined(tx, batch.id, found, ctx.now)
    await settleSent(tx, subjectOf(batch.id), found.txHash, ctx.now)
  })
  return { ...batch, ...found, state: 'MINED' }
}

async function confirm(ctx: Ctx, batch: Batch, anchoring: Anchoring): Promise<Advance> {
  const { blockNumber, blockHash, txHash } = batch
  if (blockNumber === null || blockHash === null || txHash === null) throw new Error('A mined batch names its block')

  const { chain } = anchoring
  const present = await chain.blockHashAt(blockNumber)
  if (present !== blockHash) return replaceBlock(ctx, batch, anchoring, { blockHash, isMissing: present === null })
  if ((await chain.finalBlock()) < blockNumber) return 'later'

  const place = await chain.finalPlace(txHash, batch.root)
  if (!place) {
    log.warn({ batch: batch.id, chainId: batch.chainId }, 'too few providers say where a root was timestamped')
    return 'later'
  }
  // What one provider said until now gives way to what enough of them say.
  const agreed = { txHash, blockNumber: place.number, blockHash: place.hash, blockTime: new Date(place.time * 1000) }
  await inTransaction({ db: ctx.db }, async (tx) => {
    if (!isSamePlace(batch, agreed)) await markMined(tx, batch.id, agreed, ctx.now)
    const isFirst = await markFinal(tx, batch.id, place.hash, ctx.now)
    if (isFirst) await enqueue(tx, 'announce-anchored', { batchId: batch.id })
  })
  return 'done'
}

function isSamePlace({ blockHash, blockTime }: Batch, agreed: Timestamping): boolean {
  return blockHash === agreed.blockHash && blockTime?.getTime() === agreed.blockTime.getTime()
}

/** Another block stands there now, or none: a reorganisation, or a provider that lags behind. */
async function replaceBlock(
  ctx: Ctx,
  batch: Batch,
  anchoring: Anchoring,
  gone: { blockHash: Hex; isMissing: boolean },
): Promise<Advance> {
  const seconds = await anchoring.chain.timestampOf(batch.root)
  if (seconds > 0n) {
    const found = await anchoring.chain.findTimestamping(batch.root, seconds, batch.txHash)
    if (found) await recordMined(ctx, batch, found)
    return 'soon'
  }
  if (gone.isMissing && batch.chainId !== LOCAL_CHAIN) return 'soon'

  log.warn({ batch: batch.id, chainId: batch.chainId, block: batch.blockNumber }, 'a reorganisation took a batch back')
  await inTransaction({ db: ctx.db }, async (tx) => {
    if (await markReorged(tx, batch.id, gone.blockHash)) await revertSent(tx, subjectOf(batch.id), ctx.now)
  })
  return 'soon'
}
