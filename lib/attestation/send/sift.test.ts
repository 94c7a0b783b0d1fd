import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sift } from './sift'

const NO = { name: 'NotFound', sentence: 'no' }

/** A contract that refuses what holds one of these, and the same thing twice. */
function contract(poison: ReadonlySet<number>) {
  let calls = 0
  const ask = async (together: readonly number[]) => {
    calls++
    return together.some((one) => poison.has(one)) || new Set(together).size < together.length ? NO : null
  }
  return { ask, calls: () => calls }
}
const upTo = (count: number) => Array.from({ length: count }, (_, at) => at)

describe('finding the bad item', () => {
  it('asks once when all are good', async () => {
    const { ask, calls } = contract(new Set())
    expect(await sift(upTo(50), ask)).toEqual({ good: upTo(50), bad: [] })
    expect(calls()).toBe(1)
  })

  it('asks about a dozen times for one of fifty', async () => {
    for (const poisoned of [0, 24, 49]) {
      const { ask, calls } = contract(new Set([poisoned]))
      const { good, bad } = await sift(upTo(50), ask)
      expect(good).toEqual(upTo(50).filter((one) => one !== poisoned))
      expect(bad).toEqual([{ item: poisoned, refusal: NO }])
      expect(calls()).toBeLessThanOrEqual(13)
    }
  })

  it('keeps the first of two that exclude each other', async () => {
    expect(await sift([7, 8, 7], contract(new Set()).ask)).toEqual({ good: [7, 8], bad: [{ item: 7, refusal: NO }] })
  })

  it('keeps all good ones in their order and only those, whatever is bad', async () => {
    await fc.assert(
      fc.asyncProperty(fc.subarray(upTo(20)), async (poisoned) => {
        const { good, bad } = await sift(upTo(20), contract(new Set(poisoned)).ask)
        expect(good).toEqual(upTo(20).filter((one) => !poisoned.includes(one)))
        expect(bad.map(({ item }) => item)).toEqual(poisoned)
      }),
    )
  })

  it('passes on a failure that is nobody’s fault', async () => {
    await expect(sift([1, 2], () => Promise.reject(new Error('away')))).rejects.toThrow('away')
    expect(await sift([], () => Promise.reject(new Error('away')))).toEqual({ good: [], bad: [] })
  })
})
