import type { Db } from '@/lib/db/transaction'
import type { LeafKind } from '@/lib/proof/merkle'
import type { Batch } from './batch'
import { findLeaves } from './store'

/** The batch of each leaf of one kind; a leaf that waits for one is left out. */
export async function findBatches(db: Db, kind: LeafKind, ids: string[]): Promise<Map<string, Batch>> {
  const leaves = await findLeaves(db, kind, ids)
  return new Map(leaves.flatMap(({ leaf, batch }) => (batch ? [[leaf, batch] as const] : [])))
}
