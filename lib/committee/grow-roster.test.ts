import { describe, expect, it } from 'vitest'
import { keccakHex } from '@/lib/proof/hash'
import { growRoster } from './grow-roster'
import { buildRoster, type Candidate, isInRoster } from './roster'

const crowd = (count: number): Candidate[] =>
  Array.from({ length: count }, (_, i) => ({
    id: i % 3 === 0 ? `did:key:z${i}` : `0x${keccakHex(`row ${i}`).slice(-40)}`,
    weight: BigInt(500 + i * 977),
  }))

describe('the roster grown with the native hash', () => {
  it.each([1, 2, 3, 7, 8, 97])('of %i rows is the one anybody builds', (count) => {
    const [ours, theirs] = [growRoster(crowd(count)), buildRoster(crowd(count))]
    expect(ours.root).toBe(theirs.root)
    expect(ours.rows).toEqual(theirs.rows)
    expect(ours.totalWeight).toBe(theirs.totalWeight)
    for (const row of ours.rows) {
      expect(ours.proofOf(row.index)).toEqual(theirs.proofOf(row.index))
      expect(isInRoster(ours.root, row, ours.proofOf(row.index))).toBe(true)
    }
  })

  it('refuses what no roster is', () => {
    expect(() => growRoster([])).toThrow(RangeError)
    expect(() => growRoster([...crowd(2), ...crowd(2)])).toThrow(RangeError)
    expect(() => growRoster([{ id: 'did:key:z1', weight: 0n }])).toThrow(RangeError)
  })
})
