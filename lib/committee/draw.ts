import { bytesOf, type Hex, keccakHex } from '../proof/hash'
import { type Roster, type RosterLeaf, type RosterRow, toLeaf } from './roster'

/** What the draw needs of a roster. */
export type Drawable = Pick<Roster, 'rows' | 'totalWeight'>

/** One try of a draw. `skipped`: why the row it hit took no seat. */
export type Attempt = { n: number; r: bigint; member: Hex; skipped: 'seated' | 'excluded' | null }
export type Seat = { row: RosterRow; attempt: number }

export type Draw = {
  seed: Hex
  round: number
  roster: Drawable
  /** How many are to sit, those of `seated` counted in. */
  m: number
  /** Members never seated: the parties, and whoever they struck or is excluded. */
  struck: readonly Hex[]
  /** Members who sit already. */
  seated?: readonly Hex[] | undefined
  /** The first attempt; 0 unless a draw goes on. */
  from?: number | undefined
  /** So many attempts at most. */
  most?: number | undefined
}

/** So many tries leave no row out that has any real chance; the contract has no bound, and nobody waits for its end. */
const MAX_ATTEMPTS = 100_000

/** keccak256(subject ‖ roster root ‖ block hash). `subject`: a receipt's id, an unbonded case's id, or a deal's id. */
export function seedOf(subject: Hex, rosterRoot: Hex, blockHash: Hex): Hex {
  return keccakHex(bytesOf(subject), bytesOf(rosterRoot), bytesOf(blockHash))
}

/** The number attempt `n` draws: uint256(keccak256(seed ‖ uint32(round) ‖ uint32(n))) mod total weight. */
export function drawnNumber(seed: Hex, round: number, n: number, totalWeight: bigint): bigint {
  return BigInt(keccakHex(bytesOf(seed), uint32(round), uint32(n))) % totalWeight
}

/**
 * The draw of formats.md, the same as the contract's `seat` (vectors/draw.json). Ends when m sit, or when nobody is left who
 * could: then `seats` has fewer.
 */
export function drawSeats(draw: Draw): { seats: Seat[]; attempts: Attempt[] } {
  const { seed, round, roster, from = 0, most = MAX_ATTEMPTS } = draw
  const taken = new Set(draw.seated ?? [])
  const struck = new Set(draw.struck)
  const missing = Math.min(draw.m - taken.size, countFree(roster, taken, struck))
  const seats: Seat[] = []
  const attempts: Attempt[] = []

  for (let n = from; seats.length < missing && n < from + most; n++) {
    const r = drawnNumber(seed, round, n, roster.totalWeight)
    const row = rowAt(roster.rows, r)
    const skipped = taken.has(row.member) ? 'seated' : struck.has(row.member) ? 'excluded' : null
    attempts.push({ n, r, member: row.member, skipped })
    if (skipped) continue
    taken.add(row.member)
    seats.push({ row, attempt: n })
  }
  return { seats, attempts }
}

/** The arguments of one call of the contract's `seat`, and who sits after it. */
export type SeatCall = { attempt: number; leaves: RosterLeaf[]; proofs: Hex[][]; seats: Seat[] }

/**
 * What `seat` is to be called with next: the rows that the attempts from `from` on hit, skipped ones too, up to the attempt
 * that fills the panel, or `most` of them (32; the rest takes another call). `isStaked`: whether a member still holds their
 * stake. Null when nothing is missing, or nobody is left who could sit.
 */
export function nextSeats(
  draw: Omit<Draw, 'roster'> & { roster: Roster; isStaked: (member: Hex) => boolean },
): SeatCall | null {
  const { roster, from = 0, most = 32 } = draw
  const unstaked = roster.rows.flatMap(({ member }) => (draw.isStaked(member) ? [] : [member]))
  const { seats, attempts } = drawSeats({ ...draw, struck: [...draw.struck, ...unstaked], most })
  if (attempts.length === 0) return null

  const hit = attempts.map(({ r }) => rowAt(roster.rows, r))
  return { attempt: from, leaves: hit.map(toLeaf), proofs: hit.map(({ index }) => roster.proofOf(index)), seats }
}

/** How many of a roster could be seated. */
export function countEligible(roster: Pick<Roster, 'rows'>, struck: readonly Hex[]): number {
  return countFree(roster, new Set(), new Set(struck))
}

/**
 * k of m with fewer eligible than m (domain §5): the largest odd m' that fits, and k' = max(⌊m'/2⌋ + 1, ⌈k·m'/m⌉). Null
 * when nobody is eligible.
 */
export function fitCommittee(eligible: number, { k, m }: { k: number; m: number }): { k: number; m: number } | null {
  if (eligible >= m) return { k, m }
  const fitting = eligible % 2 === 1 ? eligible : eligible - 1
  if (fitting < 1) return null
  return { k: Math.max(Math.floor(fitting / 2) + 1, Math.ceil((k * fitting) / m)), m: fitting }
}

function countFree({ rows }: Pick<Roster, 'rows'>, ...taken: ReadonlySet<Hex>[]): number {
  return rows.filter(({ member }) => taken.every((members) => !members.has(member))).length
}

/** The row that r falls in: the last one that does not begin above it. */
export function rowAt(rows: readonly RosterRow[], r: bigint): RosterRow {
  let low = 0
  let high = rows.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    const begins = rows[middle]?.weightBefore ?? 0n
    if (begins <= r) low = middle
    else high = middle - 1
  }
  const row = rows[low]
  if (!row) throw new RangeError('The roster is empty')
  return row
}

function uint32(value: number): Uint8Array {
  const bytes = new Uint8Array(4)
  new DataView(bytes.buffer).setUint32(0, value)
  return bytes
}
