import { describe, expect, it } from 'vitest'
import { BUCKETS_MS, bucketOf, emptyBuckets, quantileOf } from './buckets'

describe('a duration falls into', () => {
  it.each([
    [0, 0],
    [1, 0],
    [1.01, 1],
    [30_000, BUCKETS_MS.length - 1],
    [30_000.1, BUCKETS_MS.length],
    [1e9, BUCKETS_MS.length],
  ])('%s ms: bucket %s', (ms, bucket) => expect(bucketOf(ms)).toBe(bucket))

  it('the same bucket a plain search finds', () => {
    for (let ms = 0; ms < 31_000; ms += 0.9) {
      const at = BUCKETS_MS.findIndex((bound) => ms <= bound)
      expect(bucketOf(ms)).toBe(at === -1 ? BUCKETS_MS.length : at)
    }
  })
})

describe('a quantile', () => {
  const counted = (durations: number[]) => {
    const counts = emptyBuckets()
    for (const ms of durations) counts[bucketOf(ms)] = (counts[bucketOf(ms)] ?? 0) + 1
    return counts
  }

  it('is nothing without calls', () => expect(quantileOf(emptyBuckets(), 0.5)).toBeNull())
  it('lies within the bucket of the true one', () => {
    const durations = Array.from({ length: 999 }, (_, i) => 1 + ((i * 7919) % 4_000))
    const sorted = durations.toSorted((a, b) => a - b)
    for (const q of [0.5, 0.95, 0.99]) {
      const exact = sorted[Math.ceil(q * sorted.length) - 1] ?? 0
      expect(bucketOf(quantileOf(counted(durations), q) ?? 0)).toBe(bucketOf(exact))
    }
  })
  it('of what took longest is at least so long', () => expect(quantileOf(counted([40_000]), 0.99)).toBe(30_000))
})
