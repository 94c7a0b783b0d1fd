let best: number | null = null

/**
 * How far the desk's clock is ahead of this browser's, in milliseconds, now that the desk said `serverNow` (milliseconds)
 * some time ago. What it said ages, out of the browser's history by hours, and age only ever makes the difference smaller:
 * the largest one seen in this window is the nearest to the truth.
 */
export function learnSkew(serverNow: number, clientNow = Date.now()): number {
  best = Math.max(best ?? Number.NEGATIVE_INFINITY, serverNow - clientNow)
  return best
}
