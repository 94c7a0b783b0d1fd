import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import vector from '../../test/vectors/merkle.json'
import { type Hex, hexOf } from './hash'
import { buildTree, LEAF_KINDS, type Leaf, verifyInclusion } from './merkle'

const leaves = vector.leaves as unknown as Leaf[]

describe('the Merkle tree', () => {
  it('has the root and the proofs of the vectors, in the order of the leaves', () => {
    expect(buildTree(leaves)).toEqual({ root: vector.root, proofs: vector.proofs })
    expect(buildTree([vector.single.leaf as unknown as Leaf])).toEqual({ root: vector.single.root, proofs: [[]] })
  })

  it('refuses an empty batch', () => {
    expect(() => buildTree([])).toThrow()
  })

  it('refuses what is not a 32-byte hash', () => {
    const [kind, id] = leaves[0] ?? ['receipt', '0x']
    const proof = vector.proofs[0] as Hex[]
    const root = vector.root as Hex
    expect(verifyInclusion(root, kind, id, proof)).toBe(true)
    expect(verifyInclusion(root, kind, id, [...proof.slice(1), '0x12'])).toBe(false)
    expect(verifyInclusion(root, kind, '0x12', proof)).toBe(false)
    expect(verifyInclusion(root, kind, id.slice(2) as Hex, proof)).toBe(false)
    expect(verifyInclusion('0x', kind, id, proof)).toBe(false)
  })
})

const hash = fc.uint8Array({ minLength: 32, maxLength: 32 }).map(hexOf)
const batch = fc.uniqueArray(fc.tuple(fc.constantFrom(...LEAF_KINDS), hash), {
  minLength: 1,
  maxLength: 40,
  selector: ([, id]) => id,
})

describe('any batch', () => {
  it('proves each of its leaves and nothing else', () => {
    fc.assert(
      fc.property(batch, fc.nat(), hash, fc.nat(63), (leaves, at, other, digit) => {
        const { root, proofs } = buildTree(leaves)
        const index = at % leaves.length
        const [kind, id] = leaves[index] ?? ['receipt', '0x']
        const proof = proofs[index] ?? []
        const changed = flipDigit(id, digit)
        expect(verifyInclusion(root, kind, id, proof)).toBe(true)
        expect(verifyInclusion(root, kind, changed, proof)).toBe(false)
        expect(verifyInclusion(root, kind === 'case' ? 'roster' : 'case', id, proof)).toBe(false)
        expect(verifyInclusion(flipDigit(root, digit), kind, id, proof)).toBe(false)
        expect(verifyInclusion(root, kind, id, [...proof, other])).toBe(false)
        if (proof.length === 0) return
        expect(verifyInclusion(root, kind, id, proof.slice(1))).toBe(false)
        expect(
          verifyInclusion(
            root,
            kind,
            id,
            proof.map((node, i) => (i === at % proof.length ? flipDigit(node, digit) : node)),
          ),
        ).toBe(false)
      }),
      { seed: 73, numRuns: 60 },
    )
  })
})

function flipDigit(hash: Hex, digit: number): Hex {
  const at = 2 + digit
  return `${hash.slice(0, at)}${hash[at] === '0' ? '1' : '0'}${hash.slice(at + 1)}` as Hex
}
