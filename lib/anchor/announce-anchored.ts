import { markAnchored } from '@/lib/attestation/store'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { publish } from '@/lib/event/publish'
import { caip2 } from '@/lib/proof/chains'
import { findAudience } from '@/lib/receipt/audience'
import { findBatch, listLeaves, lockBatch } from './store'

/** Receipts told of in one transaction. */
const CHUNK = 50

/**
 * Tells the organizations of each receipt's parties that it is anchored for good, and confirms off-chain attestations. Each is
 * told once, also when this is run twice, at once, or after a local chain lost the block and the batch became final a second
 * time.
 */
export async function announceAnchored(ctx: Ctx, batchId: string): Promise<void> {
  const leaves = await listLeaves(ctx.db, batchId)
  const offchain = leaves.flatMap(([kind, id]) => (kind === 'offchain' ? [id] : []))
  const isFinal = (await findBatch(ctx.db, batchId))?.state === 'FINAL'
  if (isFinal && offchain.length > 0) await markAnchored(sqlOver(ctx.pool), offchain)

  const receipts = leaves.flatMap(([kind, id]) => (kind === 'receipt' ? [id] : []))
  for (let from = 0; from < receipts.length; from += CHUNK) {
    await inTransaction(ctx, (tx) => announceChunk(tx, ctx, batchId, receipts.slice(from, from + CHUNK)))
  }
}

async function announceChunk(tx: Tx, ctx: Ctx, batchId: string, receipts: string[]): Promise<void> {
  // Whoever comes second waits here and then finds what the first has told.
  await lockBatch(tx, batchId)
  const batch = await findBatch(tx, batchId)
  if (batch?.state !== 'FINAL') return

  const anchor = {
    chain_id: caip2(batch.chainId),
    root: batch.root,
    tx_hash: batch.txHash,
    block_number: batch.blockNumber,
    block_time: batch.blockTime?.toISOString() ?? null,
  }
  for (const { receiptId, organizations } of await findAudience(tx, receipts, 'receipt.anchored')) {
    await publish(tx, {
      type: 'receipt.anchored',
      subject: receiptId,
      organizations: organizations.map((organizationId) => ({
        organizationId,
        data: { receipt_id: receiptId, anchor },
      })),
      requestId: ctx.requestId,
      now: ctx.now,
    })
  }
}
