import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Hex } from '@/lib/proof/hash'
import { cutToFit, weightOf } from './weigh'

const words = (filled: number, empty = 0): Hex => `0x${`${'0'.repeat(63)}1`.repeat(filled)}${'0'.repeat(64 * empty)}`
const item = (data: Hex | null, operation: 'ATTEST' | 'REVOKE' = 'ATTEST') => ({ operation, data })

describe('what an item weighs', () => {
  it('grows with the words that are stored, and hardly with those that are nothing', () => {
    const bare = weightOf(item('0x'))
    expect(weightOf(item(words(10))) - bare).toBe(221_000n)
    expect(weightOf(item(words(0, 10))) - bare).toBe(22_000n)
    expect(weightOf(item('0x01')) - bare).toBe(22_100n)
    expect(weightOf(item(null, 'REVOKE'))).toBeLessThan(bare)
  })
})

describe('what fits', () => {
  it('is cut where it would be too much, and never to nothing', () => {
    const items = Array.from({ length: 50 }, () => item(words(7)))
    expect(cutToFit(items, 24_000_000n)).toHaveLength(50)
    expect(cutToFit(items, 13_900_000n)).toHaveLength(39)
    expect(cutToFit([item(words(900)), item('0x')], 13_900_000n)).toHaveLength(1)
    expect(cutToFit([], 1n)).toEqual([])
  })

  it('keeps the order, and stays under the limit', () => {
    const data = fc.integer({ min: 0, max: 60 }).map((filled) => item(words(filled)))
    fc.assert(
      fc.property(fc.array(data, { minLength: 1, maxLength: 30 }), (items) => {
        const cut = cutToFit(items, 5_000_000n)
        expect(cut).toEqual(items.slice(0, cut.length))
        const weight = cut.reduce((sum, one) => sum + weightOf(one), 0n)
        expect(cut.length === 1 || weight <= 5_000_000n).toBe(true)
      }),
    )
  })
})
