import { describe, expect, it } from 'vitest'
import { stakeRule, weightOf } from './candidates'

const ETHER = 10n ** 18n

describe('the weight of a member', () => {
  it.each([
    ['no history, no stake asked for', 500_000, 0n, 0n, 5_000n],
    ['no stake asked for, however much is locked', 500_000, 900n, 0n, 5_000n],
    ['trusted, the least stake', 812_399, ETHER, ETHER, 8_123n],
    ['trusted, two and a half stakes', 800_000, (5n * ETHER) / 2n, ETHER, 20_000n],
    ['ten stakes', 800_000, 10n * ETHER, ETHER, 80_000n],
    ['a thousand stakes count as ten', 800_000, 1_000n * ETHER, ETHER, 80_000n],
    ['rounded down', 333_300, 4n, 3n, 4_444n],
    ['no trust at all', 0, ETHER, ETHER, 500n],
    ['just under the floor', 49_999, ETHER, ETHER, 500n],
    ['just above it', 50_100, ETHER, ETHER, 501n],
  ])('%s', (_, trust, stake, minimum, weight) => {
    expect(weightOf(trust, stake, { minimum })).toBe(weight)
  })
})

describe('whether a chain has committees', () => {
  it.each([
    ['the local chain asks for nothing', 31337, 0n, { minimum: 0n }],
    ['nor does it need a contract', 31337, null, { minimum: 0n }],
    ['elsewhere a stake is asked for', 1, ETHER, { minimum: ETHER }],
    ['and where none is, there are none', 1, 0n, null],
    ['nor where there is no contract', 8453, null, null],
  ])('%s', (_, chainId, minimum, rule) => {
    expect(stakeRule(chainId, minimum)).toEqual(rule)
  })
})
