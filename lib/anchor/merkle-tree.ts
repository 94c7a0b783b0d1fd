import type { Hex } from '@/lib/proof/hash'
import type { Leaf } from '@/lib/proof/merkle'
import { keccak256 } from '@/lib/wallet/keccak'

/**
 * The tree of lib/proof/merkle.ts, made with the native hash and proving one leaf at a time: a full batch takes 10 ms here
 * and a second there, which a server that answers others meanwhile does not have.
 */
export type MerkleTree = { root: Hex; proofOf(index: number): Hex[] }

/** A complete binary tree in an array: the leaves at the end, smallest hash last; each node over its two children, smaller first. */
export function growTree(leaves: readonly Leaf[]): MerkleTree {
  return growHashes(leaves.map(([kind, id]) => leafHash(kind, id)))
}

/** The same over leaves that are hashed already (twice). Throws for none. */
export function growHashes(hashes: readonly Uint8Array[]): MerkleTree {
  if (hashes.length === 0) throw new Error('A tree needs a leaf')

  const hashed = hashes.map((hash, index) => ({ hash, index }))
  hashed.sort((a, b) => Buffer.compare(a.hash, b.hash))

  const nodes: Uint8Array[] = new Array(2 * hashes.length - 1)
  const places: number[] = new Array(hashes.length)
  for (const [rank, { hash, index }] of hashed.entries()) {
    const place = nodes.length - 1 - rank
    nodes[place] = hash
    places[index] = place
  }
  for (let parent = hashes.length - 2; parent >= 0; parent--) {
    nodes[parent] = nodeHash(nodeAt(nodes, 2 * parent + 1), nodeAt(nodes, 2 * parent + 2))
  }

  return {
    root: toHex(nodeAt(nodes, 0)),
    proofOf(index) {
      const place = places[index]
      if (place === undefined) throw new RangeError('There is no such leaf')
      return pathUp(nodes, place)
    },
  }
}

function pathUp(nodes: readonly Uint8Array[], from: number): Hex[] {
  const siblings: Hex[] = []
  for (let place = from; place > 0; place = (place - 1) >> 1) {
    siblings.push(toHex(nodeAt(nodes, place % 2 === 1 ? place + 1 : place - 1)))
  }
  return siblings
}

/** keccak256 twice over abi.encode(string kind, bytes32 id). */
function leafHash(kind: string, id: Hex): Uint8Array {
  const text = Buffer.from(kind, 'utf8')
  if (text.length > 32) throw new RangeError('The kind of a leaf has at most 32 bytes')

  const encoded = Buffer.alloc(128)
  encoded[31] = 64
  encoded.write(id.slice(2), 32, 'hex')
  encoded[95] = text.length
  text.copy(encoded, 96)
  return keccak256(keccak256(encoded))
}

function nodeHash(a: Uint8Array, b: Uint8Array): Uint8Array {
  return Buffer.compare(a, b) <= 0 ? keccak256(a, b) : keccak256(b, a)
}

function nodeAt(nodes: readonly Uint8Array[], place: number): Uint8Array {
  const node = nodes[place]
  if (!node) throw new RangeError('The tree has a hole')
  return node
}

function toHex(bytes: Uint8Array): Hex {
  return `0x${Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex')}`
}
