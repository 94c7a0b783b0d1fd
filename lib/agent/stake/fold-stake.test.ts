import { describe, expect, it } from 'vitest'
import { foldStake, type StakeLog } from './fold-stake'

const MEMBER = `0x${'a1'.repeat(20)}` as const
const FREE = 1_800_000_000
const locked = (block: number, amount: number): StakeLog => ({
  name: 'Locked',
  deal: MEMBER,
  args: { amount: String(amount), total: '0' },
  blockNumber: BigInt(block),
})
const asked = (block: number, amount: number, freeAt = FREE): StakeLog => ({
  name: 'UnlockAsked',
  deal: MEMBER,
  args: { amount: String(amount), freeAt: String(freeAt) },
  blockNumber: BigInt(block),
})
const taken = (block: number, amount: number): StakeLog => ({
  name: 'Unlocked',
  deal: MEMBER,
  args: { to: MEMBER, amount: String(amount) },
  blockNumber: BigInt(block),
})

describe('a stake', () => {
  it.each<[string, StakeLog[], number, number, number, number | null]>([
    ['is what was locked', [locked(1, 5), locked(2, 3)], 9, 8, 0, null],
    ['does not count before its block is confirmed', [locked(1, 5), locked(2, 3)], 1, 5, 0, null],
    ['counts from its block on', [locked(1, 5)], 1, 5, 0, null],
    ['is less as soon as it is asked back', [locked(1, 5), asked(2, 2)], 1, 3, 2, FREE],
    ['waits anew when more is asked', [locked(1, 5), asked(2, 2), asked(3, 1, FREE + 9)], 9, 2, 3, FREE + 9],
    ['is gone when it was taken', [locked(1, 5), asked(2, 5), taken(3, 5)], 9, 0, 0, null],
    ['is what was locked again after', [locked(1, 5), asked(2, 5), taken(3, 5), locked(4, 1)], 9, 1, 0, null],
    ['is never less than nothing', [locked(1, 5), locked(2, 5), asked(3, 8)], 1, 0, 8, FREE],
  ])('%s', (_, logs, confirmed, counts, waiting, freeAt) => {
    expect(foldStake(logs, BigInt(confirmed))).toEqual({
      locked: BigInt(counts),
      waiting: BigInt(waiting),
      freeAt: freeAt === null ? null : new Date(freeAt * 1_000),
      blockNumber: logs.at(-1)?.blockNumber,
    })
  })

  it('is none without a log', () => {
    expect(foldStake([], 9n)).toBeNull()
  })
})
