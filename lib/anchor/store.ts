import type { AnchorBatch } from '@/lib/db/generated/client'
import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { Leaf, LeafKind } from '@/lib/proof/merkle'
import type { Batch, BatchState, Timestamping } from './batch'

/** The only file of this noun that knows its tables (the sent transactions are in sent-store.ts). */

export async function insertLeaf(sql: Sql, leaf: { kind: LeafKind; id: Hex; now: Date }): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO anchor_leaves (id, kind, leaf, created_at)
    VALUES (${newId()}::uuid, ${leaf.kind}::text, ${leaf.id}::text, ${leaf.now.toISOString()}::timestamptz)
    ON CONFLICT (kind, leaf) DO NOTHING`
}

/** Holds the batch's row to the end of the transaction. */
export async function lockBatch(tx: Tx, id: string): Promise<void> {
  await tx.$queryRaw`SELECT 1 FROM anchor_batches WHERE id = ${id}::uuid FOR UPDATE`
}

type LooseLeaf = { id: string; leaf: Leaf; createdAt: Date }

/** The first leaves without a batch, in the order of their creation. */
export async function findLooseLeaves(db: Db, limit: number): Promise<LooseLeaf[]> {
  const rows = await db.anchorLeaf.findMany({
    where: { batchId: null },
    orderBy: [{ createdAt: 'asc' }, { id: 'asc' }],
    take: limit,
    select: { id: true, kind: true, leaf: true, createdAt: true },
  })
  return rows.map(({ id, kind, leaf, createdAt }) => ({ id, leaf: [kind as LeafKind, leaf as Hex], createdAt }))
}

type NewBatch = { root: Hex; leafIds: string[]; chainId: number; eas: Hex; now: Date }

/** Stores a closed batch with its leaves in their order; null when one of them has been taken by another batch meanwhile. */
export async function insertBatch(tx: Tx, batch: NewBatch): Promise<string | null> {
  const id = newId()
  await tx.anchorBatch.create({
    data: {
      id,
      state: 'OPEN' satisfies BatchState,
      root: batch.root,
      size: batch.leafIds.length,
      chainId: batch.chainId,
      eas: batch.eas,
      createdAt: batch.now,
    },
  })
  const taken = await tx.$executeRaw`
    UPDATE anchor_leaves SET batch_id = ${id}::uuid, index = place - 1
    FROM unnest(${batch.leafIds}::uuid[]) WITH ORDINALITY AS chosen(leaf_id, place)
    WHERE anchor_leaves.id = leaf_id AND batch_id IS NULL`
  return taken === batch.leafIds.length ? id : null
}

export async function findBatch(db: Db, id: string): Promise<Batch | null> {
  return toBatch(await db.anchorBatch.findUnique({ where: { id } }))
}

export async function findBatchByRoot(db: Db, root: string): Promise<Batch | null> {
  return toBatch(await db.anchorBatch.findUnique({ where: { root } }))
}

/** The leaves of a batch in their order. */
export async function listLeaves(db: Db, batchId: string): Promise<Leaf[]> {
  const rows = await db.anchorLeaf.findMany({
    where: { batchId },
    orderBy: { index: 'asc' },
    select: { kind: true, leaf: true },
  })
  return rows.map(({ kind, leaf }) => [kind as LeafKind, leaf as Hex])
}

export type PlacedLeaf = { leaf: Hex; index: number | null; batch: Batch | null }

/** Where leaves of one kind stand. Those that are none are left out. */
export async function findLeaves(db: Db, kind: LeafKind, leaves: string[]): Promise<PlacedLeaf[]> {
  const rows = await db.anchorLeaf.findMany({ where: { kind, leaf: { in: leaves } }, include: { batch: true } })
  return rows.map(({ leaf, index, batch }) => ({ leaf: leaf as Hex, index, batch: toBatch(batch) }))
}

/** A transaction for this batch is signed and stored. False when the batch was already in a block. */
export async function markSubmitted(sql: Sql, batchId: string, txHash: Hex, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE anchor_batches SET state = 'SUBMITTED', tx_hash = ${txHash}::text,
      submitted_at = ${now.toISOString()}::timestamptz
    WHERE id = ${batchId}::uuid AND state IN ('OPEN', 'REORGED', 'SUBMITTED')`
  return changed === 1
}

/** The root stands in this block, by whosever transaction. */
export async function markMined(sql: Sql, batchId: string, found: Timestamping, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE anchor_batches SET state = 'MINED', tx_hash = ${found.txHash}::text,
      block_number = ${found.blockNumber}::bigint, block_hash = ${found.blockHash}::text,
      block_time = ${found.blockTime.toISOString()}::timestamptz, mined_at = ${now.toISOString()}::timestamptz
    WHERE id = ${batchId}::uuid AND state <> 'FINAL'`
}

/** The block of a batch will stay. True for whoever says so first. */
export async function markFinal(sql: Sql, batchId: string, blockHash: Hex, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE anchor_batches SET state = 'FINAL', final_at = ${now.toISOString()}::timestamptz
    WHERE id = ${batchId}::uuid AND state = 'MINED' AND block_hash = ${blockHash}::text`
  return changed === 1
}

/** The block is gone and the root with it. */
export async function markReorged(sql: Sql, batchId: string, blockHash: Hex): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE anchor_batches SET state = 'REORGED', tx_hash = NULL, block_number = NULL, block_hash = NULL,
      block_time = NULL, mined_at = NULL
    WHERE id = ${batchId}::uuid AND state = 'MINED' AND block_hash = ${blockHash}::text`
  return changed === 1
}

/** Final batches whose blocks are in doubt have to be confirmed again. */
export async function reopenFinal(sql: Sql, batchIds: string[]): Promise<void> {
  await sql.$executeRaw`
    UPDATE anchor_batches SET state = 'MINED' WHERE id = ANY(${batchIds}::uuid[]) AND state = 'FINAL'`
}

/** Batches that are not final, oldest first. */
export async function listUnfinishedIds(db: Db, take: number): Promise<string[]> {
  const rows = await db.anchorBatch.findMany({
    where: { state: { not: 'FINAL' satisfies BatchState } },
    orderBy: { createdAt: 'asc' },
    select: { id: true },
    take,
  })
  return rows.map(({ id }) => id)
}

/** Final batches of a chain, the highest block first. */
export async function listFinal(db: Db, chainId: number, page: { skip: number; take: number }): Promise<Batch[]> {
  const rows = await db.anchorBatch.findMany({
    where: { chainId, state: 'FINAL' satisfies BatchState },
    orderBy: [{ blockNumber: 'desc' }, { id: 'desc' }],
    ...page,
  })
  return rows.map(requireBatch)
}

function requireBatch(row: AnchorBatch): Batch {
  return {
    id: row.id,
    state: row.state as BatchState,
    root: row.root as Hex,
    size: row.size,
    chainId: row.chainId,
    eas: row.eas as Hex,
    txHash: row.txHash as Hex | null,
    blockNumber: row.blockNumber === null ? null : Number(row.blockNumber),
    blockHash: row.blockHash as Hex | null,
    blockTime: row.blockTime,
    createdAt: row.createdAt,
  }
}

function toBatch(row: AnchorBatch | null): Batch | null {
  return row && requireBatch(row)
}
