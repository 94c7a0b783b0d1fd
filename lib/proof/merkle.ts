import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { bareHex, type Hex } from './hash'

export const LEAF_KINDS = ['receipt', 'verdict', 'case', 'roster', 'offchain'] as const
export type LeafKind = (typeof LEAF_KINDS)[number]
export type Leaf = readonly [kind: LeafKind, id: Hex]

const ENCODING = ['string', 'bytes32']

/** The batch over the leaves in their order; `proofs[i]` belongs to `leaves[i]`. Throws for an empty batch. */
export function buildTree(leaves: readonly Leaf[]): { root: Hex; proofs: Hex[][] } {
  const tree = StandardMerkleTree.of(
    leaves.map(([kind, id]) => [kind, id]),
    ENCODING,
  )
  return { root: tree.root as Hex, proofs: leaves.map((_, index) => tree.getProof(index) as Hex[]) }
}

/** Whether (kind, id) is a leaf under `root`. False, never an error, for anything malformed. */
export function verifyInclusion(root: Hex, kind: LeafKind, id: Hex, proof: readonly Hex[]): boolean {
  try {
    for (const hash of [root, id, ...proof]) bareHex(hash)
    return StandardMerkleTree.verify(root, ENCODING, [kind, id], [...proof])
  } catch {
    return false
  }
}
