import { describe, expect, it } from 'vitest'
import { type Hex, keccakHex } from '@/lib/proof/hash'
import { drawSeats } from './draw'
import { buildRoster, type RosterRow } from './roster'

/** Seven weights as uneven as trust makes them; the smallest is the floor, the largest ten stakes of it. */
const WEIGHTS = [500n, 900n, 2_500n, 5_000n, 5_000n, 7_300n, 50_000n]
const roster = buildRoster(WEIGHTS.map((weight, i) => ({ id: `0x${String(i + 1).padStart(40, '0')}`, weight })))
const SEEDS = 6_000

/** 99.9 % of fair draws stay below this, with six degrees of freedom. The seeds are fixed, so it holds always or never. */
const CHI_SQUARE_6_999 = 22.458

const shareOf = ({ weight }: RosterRow) => Number(weight) / Number(roster.totalWeight)
const p = roster.rows.map(shareOf)

/** How often each row took each seat. */
function countSeats(round: number, m: number): number[][] {
  const counts = Array.from({ length: m }, () => p.map(() => 0))
  for (let i = 0; i < SEEDS; i++) {
    const seed: Hex = keccakHex(`seed ${i}`)
    const { seats } = drawSeats({ seed, round, roster, m, struck: [] })
    for (const [seat, { row }] of seats.entries()) {
      const counted = counts[seat]
      if (counted) counted[row.index] = (counted[row.index] ?? 0) + 1
    }
  }
  return counts
}

function chiSquare(counts: readonly number[], expected: readonly number[]): number {
  return counts.reduce((sum, count, i) => {
    const awaited = (expected[i] ?? 0) * SEEDS
    return sum + (count - awaited) ** 2 / awaited
  }, 0)
}

/** The second seat, when the first may not be drawn again: Σ over first ones p(first) · p(j) ÷ (1 − p(first)). */
const second = p.map((pj, j) => p.reduce((sum, first, i) => (i === j ? sum : sum + (first * pj) / (1 - first)), 0))

describe('the draw over many seeds', () => {
  it.each([0, 1])('gives each seat of round %i by weight and by nothing else', (round) => {
    const [first = [], next = []] = countSeats(round, 2)
    expect(first.reduce((sum, count) => sum + count, 0)).toBe(SEEDS)
    expect(chiSquare(first, p)).toBeLessThan(CHI_SQUARE_6_999)
    expect(chiSquare(next, second)).toBeLessThan(CHI_SQUARE_6_999)
  })

  it('would be caught favouring one row by a fifth', () => {
    const [first = []] = countSeats(0, 1)
    const favoured = p.map((share, i) => (i === 6 ? share * 1.2 : share))
    const sum = favoured.reduce((total, share) => total + share, 0)
    expect(
      chiSquare(
        first,
        favoured.map((share) => share / sum),
      ),
    ).toBeGreaterThan(CHI_SQUARE_6_999)
  })
})
