import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DELAYS, MAX_FAILURES, nextDelaySeconds, nextProbeSeconds } from './schedule'

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true })
const failures = fc.integer({ min: 1, max: MAX_FAILURES - 1 })
const asked = fc.option(fc.double({ min: -1_000, max: 1e9, noNaN: true }))

describe('the distance to the next try', () => {
  it.each([
    [1, 60],
    [2, 300],
    [3, 900],
    [4, 3_600],
    [5, 14_400],
    [6, 14_400],
    [7, 14_400],
  ])('after %i failures is %i s in the middle of its jitter', (count, seconds) => {
    expect(nextDelaySeconds(count, 0.5, null)).toBeCloseTo(seconds, 6)
    expect(nextDelaySeconds(count, 0, null)).toBeCloseTo(seconds * 0.8, 6)
  })

  it.each([8, 9, 100, 0, -1])('is none after %i: there is no such try', (count) => {
    expect(nextDelaySeconds(count, 0.5, 60)).toBeNull()
  })

  it('makes eight tries in all, over fourteen hours', () => {
    expect(MAX_FAILURES).toBe(8)
    expect(DELAYS.reduce<number>((sum, seconds) => sum + seconds, 0)).toBe(48_060)
  })

  it('stays within a fifth of the schedule when nothing is asked', () => {
    fc.assert(
      fc.property(failures, random, (count, r) => {
        const seconds = nextDelaySeconds(count, r, null) ?? Number.NaN
        expect(seconds).toBeGreaterThanOrEqual((DELAYS[count] ?? 0) * 0.8)
        expect(seconds).toBeLessThanOrEqual((DELAYS[count] ?? 0) * 1.2)
      }),
    )
  })

  it('is never sooner than asked nor than the schedule, and what is asked counts up to an hour', () => {
    fc.assert(
      fc.property(failures, random, asked, (count, r, retryAfter) => {
        const without = nextDelaySeconds(count, r, null) ?? Number.NaN
        const bounded = Math.min(Math.max(retryAfter ?? 0, 0), 3_600)
        expect(nextDelaySeconds(count, r, retryAfter)).toBe(Math.max(without, bounded))
      }),
    )
  })
})

it('asks failing endpoints again after 1, 2, 4, 8, 16 and then every 24 hours', () => {
  expect([0, 1, 2, 3, 4, 5, 6, 500].map((probes) => nextProbeSeconds(probes) / 3_600)).toEqual([
    1, 2, 4, 8, 16, 24, 24, 24,
  ])
})
