/** Upper bounds of the latency buckets, in milliseconds. What took longer is in one more bucket at the end. */
export const BUCKETS_MS = [
  1, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200, 300, 500, 700, 1_000, 1_500, 2_000, 3_000, 5_000, 10_000,
  30_000,
] as const

/** The bucket a duration falls into. A bound belongs to the bucket below it, as Prometheus has it. */
export function bucketOf(ms: number): number {
  let low = 0
  let high: number = BUCKETS_MS.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ms <= (BUCKETS_MS[middle] ?? Number.POSITIVE_INFINITY)) high = middle
    else low = middle + 1
  }
  return low
}

/** As many zeros as there are buckets. */
export function emptyBuckets(): number[] {
  return new Array<number>(BUCKETS_MS.length + 1).fill(0)
}

/**
 * The duration below which a share `q` of the counted calls lies: within its bucket in proportion. Null without calls; the
 * last bucket has no upper bound and tells its lower one.
 */
export function quantileOf(counts: readonly number[], q: number): number | null {
  const total = counts.reduce((sum, count) => sum + count, 0)
  if (total === 0) return null

  const rank = q * total
  let below = 0
  for (const [i, count] of counts.entries()) {
    if (count > 0 && below + count >= rank) return within(i, (rank - below) / count)
    below += count
  }
  return within(counts.length - 1, 1)
}

function within(bucket: number, share: number): number {
  const lower = BUCKETS_MS[bucket - 1] ?? 0
  const upper = BUCKETS_MS[bucket] ?? lower
  return Math.round((lower + (upper - lower) * share) * 100) / 100
}
