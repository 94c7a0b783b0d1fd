import { StandardMerkleTree } from '@openzeppelin/merkle-tree'
import { type Hex, keccakHex } from '../proof/hash'

/** Who may be drawn, and how heavily. `id`: a lower-case address, or a DID. */
export type Candidate = { id: string; weight: bigint }

/** A row as it is drawn: when `weightBefore <= r < weightBefore + weight`. */
export type RosterRow = Candidate & { index: number; member: Hex; weightBefore: bigint }

export type Roster = {
  /** Sorted by id as text. */
  rows: readonly RosterRow[]
  root: Hex
  totalWeight: bigint
  /** From the row's leaf to the root. */
  proofOf(index: number): Hex[]
}

/** `Leaf` of IChallengeEscrow.sol. */
export type RosterLeaf = { index: bigint; member: Hex; weightBefore: bigint; weight: bigint }

const ENCODING = ['uint256', 'address', 'uint256', 'uint256']
const ADDRESS = /^0x[0-9a-f]{40}$/

/**
 * The roster over its candidates in whatever order they come (formats.md, "Roster and draw"; vectors/draw.json). Throws a
 * RangeError for none, two of the same, or a weight that is not above zero.
 */
export function buildRoster(candidates: readonly Candidate[]): Roster {
  const rows = toRows(candidates)
  const tree = StandardMerkleTree.of(rows.map(toTreeLeaf), ENCODING)
  const last = rows[rows.length - 1]
  return {
    rows,
    root: tree.root as Hex,
    totalWeight: last ? last.weightBefore + last.weight : 0n,
    proofOf: (index) => tree.getProof(index) as Hex[],
  }
}

/** The address a row is known by on chain: its own, or the last 20 bytes of keccak256 of its DID. */
export function memberOf(id: string): Hex {
  return ADDRESS.test(id) ? (id as Hex) : `0x${keccakHex(id).slice(-40)}`
}

/** A row as the contract takes it. */
export function toLeaf({ index, member, weightBefore, weight }: RosterRow): RosterLeaf {
  return { index: BigInt(index), member, weightBefore, weight }
}

/** Whether the row is a leaf under `root`. False, never an error, for anything malformed. */
export function isInRoster(root: Hex, row: RosterRow, proof: readonly Hex[]): boolean {
  try {
    return StandardMerkleTree.verify(root, ENCODING, toTreeLeaf(row), [...proof])
  } catch {
    return false
  }
}

/** Pure: the rows of a roster in their order, each with the weight before it. Throws as `buildRoster` does. */
export function toRows(candidates: readonly Candidate[]): RosterRow[] {
  if (candidates.length === 0) throw new RangeError('A roster needs a row')

  const sorted = [...candidates].sort((a, b) => (a.id < b.id ? -1 : 1))
  const rows: RosterRow[] = []
  let sum = 0n
  for (const [index, { id, weight }] of sorted.entries()) {
    if (weight <= 0n) throw new RangeError(`The weight of ${id} is not above zero`)
    if (rows[index - 1]?.id === id) throw new RangeError(`${id} stands in the roster twice`)
    rows.push({ index, id, member: memberOf(id), weightBefore: sum, weight })
    sum += weight
  }
  return rows
}

function toTreeLeaf({ index, member, weightBefore, weight }: RosterRow): string[] {
  return [String(index), member, String(weightBefore), String(weight)]
}
