import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { findRound, type Round } from './find-round'

const WINDOW = { notBefore: 1_000n, until: 2_000n }
const phaseOf = (phase: number, number: number) => (BigInt(phase) << 64n) + BigInt(number)

/** A feed: [number, time, answer?] of each round by phase; what is not listed is missing. */
type Listed = readonly (readonly [number, number, number?])[]

function feed(phases: Record<number, Listed>) {
  const rounds = new Map<bigint, Round>()
  for (const [phase, list] of Object.entries(phases)) {
    for (const [number, updatedAt, answer = 7] of list) {
      const roundId = phaseOf(Number(phase), number)
      rounds.set(roundId, { roundId, updatedAt: BigInt(updatedAt), answer: BigInt(answer) })
    }
  }
  let reads = 0
  const read = async (id: bigint) => {
    reads += 1
    return rounds.get(id) ?? null
  }
  const latest = [...rounds.values()].at(-1) as Round
  return { find: () => findRound(latest, read, WINDOW), reads: () => reads }
}
const times = (count: number, timeOf: (number: number) => number) =>
  Array.from({ length: count }, (_, index) => [index + 1, timeOf(index + 1)] as const)

describe('the round that decides', () => {
  it.each([
    [
      'the first after the moment',
      [
        [1, 900],
        [2, 1_000],
        [3, 1_100],
      ],
      2,
    ],
    ['the very first of a feed', [[1, 1_500]], 1],
    [
      'one at the last moment',
      [
        [1, 900],
        [2, 2_000],
      ],
      2,
    ],
    [
      'none while all are stale',
      [
        [1, 800],
        [2, 999],
      ],
      null,
    ],
    [
      'none when the first comes too late',
      [
        [1, 900],
        [2, 2_001],
      ],
      null,
    ],
    [
      'none when the first says nothing',
      [
        [1, 900],
        [2, 1_100, 0],
        [3, 1_200, 5],
      ],
      null,
    ],
    [
      'none when the first is negative',
      [
        [1, 900],
        [2, 1_100, -5],
        [3, 1_200],
      ],
      null,
    ],
    [
      'none when the one before cannot be read',
      [
        [1, 900],
        [3, 1_100],
      ],
      null,
    ],
    [
      'none when the one before was never written',
      [
        [1, 900],
        [2, 0],
        [3, 1_100],
      ],
      null,
    ],
    [
      'the lowest that may, when times are out of order',
      [
        [1, 1_500],
        [2, 900],
        [3, 1_200],
        [4, 950],
      ],
      1,
    ],
    [
      'the one in order among others that are not',
      [
        [1, 900],
        [2, 1_500],
        [3, 950],
        [4, 1_200],
      ],
      2,
    ],
    [
      'one before a stale newest',
      [
        [1, 900],
        [2, 1_500],
        [3, 950],
      ],
      2,
    ],
    [
      'one that says something after one that did not',
      [
        [1, 900],
        [2, 1_100, -5],
        [3, 950],
        [4, 1_200],
      ],
      4,
    ],
  ] as const)('is %s', async (_, rounds, number) => {
    const found = await feed({ 0: rounds }).find()
    expect(found?.roundId ?? null).toBe(number === null ? null : BigInt(number))
  })

  it('is found among a hundred thousand in a few reads', async () => {
    const { find, reads } = feed({
      1: times(100_000, (number) => (number < 70_000 ? 1 + Math.floor(number / 100) : number - 69_000)),
    })
    expect((await find())?.roundId).toBe(phaseOf(1, 70_000))
    expect(reads()).toBeLessThan(40)
  })

  it('is found around missing rounds, unless the one before it is missing', async () => {
    const all = times(200, (number) => 1_000 + (number - 120) * 10)
    const without = (...missing: number[]) => feed({ 1: all.filter(([number]) => !missing.includes(number)) })
    expect((await without(100, 101, 110, 130, 150, 1, 200).find())?.roundId).toBe(phaseOf(1, 120))
    expect(await without(119).find()).toBeNull()
  })

  it('is looked for in the phase before when the feed moved on meanwhile', async () => {
    const older = times(40, (number) => 1_000 + (number - 30) * 10)
    expect((await feed({ 1: older, 2: times(3, (number) => 1_300 + number) }).find())?.roundId).toBe(phaseOf(1, 30))
    expect((await feed({ 2: older, 3: times(50, (number) => 1_300 + number) }).find())?.roundId).toBe(phaseOf(2, 30))
  })

  it('is never the first of a later phase: nobody can tell what came before it', async () => {
    expect(await feed({ 2: [[1, 1_500]] }).find()).toBeNull()
    expect(
      await feed({
        1: times(3, (number) => 900 + number),
        2: [
          [1, 1_500],
          [2, 1_600],
        ],
      }).find(),
    ).toBeNull()
  })

  it('is what reading every round would find, in any feed whose times grow', async () => {
    const steps = fc.array(fc.integer({ min: 1, max: 200 }), { minLength: 1, maxLength: 80 })
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 0, max: 3_000 }), async (gaps, start) => {
        let time = start
        const rounds = gaps.map((gap, index) => {
          time += gap
          return [index + 1, time] as const
        })
        const first = rounds.find(([, at]) => at >= 1_000)
        const expected = first && first[1] <= 2_000 ? phaseOf(1, first[0]) : null
        expect((await feed({ 1: rounds }).find())?.roundId ?? null).toBe(expected)
      }),
    )
  })
})
