import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appealBond, shareBond } from './appeal-rules'

describe('appealBond', () => {
  it.each([
    [0n, 1_000n],
    [9_999n, 1_000n],
    [10_009n, 1_000n],
    [10_010n, 1_001n],
    [250_000n, 25_000n],
  ])('of %s is %s', (amount, bond) => {
    expect(appealBond(amount)).toBe(bond)
  })
})

describe('shareBond', () => {
  it('gives everything out, to the last atom', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: 0n, max: 10n ** 30n }), fc.nat(40), (bond, count) => {
        const { share, rest } = shareBond(bond, Array.from({ length: count }, String))
        expect(share * BigInt(count) + rest).toBe(bond)
        expect(rest < BigInt(Math.max(count, 1)) || count === 0).toBe(true)
      }),
    )
  })
})
