import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { buildTree, LEAF_KINDS, type Leaf, verifyInclusion } from '@/lib/proof/merkle'
import { growTree } from './merkle-tree'

const leaves = (count: number): Leaf[] =>
  Array.from({ length: count }, (_, index) => [
    LEAF_KINDS[index % LEAF_KINDS.length] ?? 'receipt',
    `0x${createHash('sha256').update(`${count} ${index}`).digest('hex')}` as Hex,
  ])

describe('the tree of a batch', () => {
  it.each([1, 2, 3, 4, 5, 7, 8, 9, 31, 64, 100])('is the one everybody else builds, of %i leaves', (count) => {
    const batch = leaves(count)
    const known = buildTree(batch)
    const tree = growTree(batch)

    expect(tree.root).toBe(known.root)
    expect(batch.map((_, index) => tree.proofOf(index))).toEqual(known.proofs)
  })

  it('proves every leaf of a full batch, and no other', () => {
    const batch = leaves(1024)
    const tree = growTree(batch)
    for (const [index, [kind, id]] of batch.entries()) {
      if (index % 97 === 0) expect(verifyInclusion(tree.root, kind, id, tree.proofOf(index))).toBe(true)
    }
    expect(verifyInclusion(tree.root, 'receipt', `0x${'ab'.repeat(32)}`, tree.proofOf(0))).toBe(false)
  })

  it('does not exist without leaves, and proves none it does not have', () => {
    expect(() => growTree([])).toThrow()
    expect(() => growTree(leaves(3)).proofOf(3)).toThrow(RangeError)
  })
})
