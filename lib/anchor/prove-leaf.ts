import type { Db } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import type { LeafKind } from '@/lib/proof/merkle'
import { singleton } from '@/lib/singleton'
import type { Batch } from './batch'
import { growTree, type MerkleTree } from './merkle-tree'
import { findLeaves, listLeaves } from './store'

/** A leaf in its batch; `proof` leads from it to the batch's root. */
export type Inclusion = { kind: LeafKind; id: Hex; proof: Hex[]; batch: Batch }

/** Batches whose trees are kept: a batch never changes, and its receipts are asked for together. */
const KEPT_TREES = 32

/** Proves a leaf; null while it is in no batch, or when it is not known. */
export async function proveLeaf(db: Db, kind: LeafKind, id: Hex): Promise<Inclusion | null> {
  const [found] = await findLeaves(db, kind, [id])
  if (!found?.batch || found.index === null) return null

  const tree = await treeOf(db, found.batch)
  return { kind, id, proof: tree.proofOf(found.index), batch: found.batch }
}

async function treeOf(db: Db, batch: Batch): Promise<MerkleTree> {
  const trees = singleton('anchor-trees', () => new Map<string, MerkleTree>())
  const kept = trees.get(batch.root)
  if (kept) return kept

  const tree = growTree(await listLeaves(db, batch.id))
  if (tree.root !== batch.root) throw new Error('The leaves of a batch do not give its root')

  trees.set(batch.root, tree)
  const [oldest] = trees.keys()
  if (trees.size > KEPT_TREES && oldest !== undefined) trees.delete(oldest)
  return tree
}
