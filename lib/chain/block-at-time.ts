import { type BlockRef, fetchBlock } from './answers'
import { ProviderFailure } from './provider-failure'
import type { Provider } from './providers'

/**
 * The last block at or before `time` (seconds) below `newest`, as this provider tells it; null when the chain is younger.
 * Guesses by the mean block time and halves in turn, so about a dozen calls on a steady chain and never more than
 * twice the logarithm. Throws ProviderFailure, also for a provider whose times run backwards.
 */
export async function blockAtTime(provider: Provider, newest: BlockRef, time: number): Promise<BlockRef | null> {
  if (newest.time <= time) return newest
  let low = await fetchBlock(provider, 0)
  if (low.time > time) return null

  let high = newest
  for (let step = 0; high.number - low.number > 1; step++) {
    const middle = await fetchBlock(provider, step % 2 === 0 ? guess(low, high, time) : halfway(low, high))
    if (middle.time < low.time || middle.time > high.time) throw new ProviderFailure('bad-answer')
    if (middle.time <= time) low = middle
    else high = middle
  }
  return low
}

function guess(low: BlockRef, high: BlockRef, time: number): number {
  const share = (time - low.time) / Math.max(1, high.time - low.time)
  return clamp(low.number + Math.round(share * (high.number - low.number)), low, high)
}

function halfway(low: BlockRef, high: BlockRef): number {
  return clamp(Math.floor((low.number + high.number) / 2), low, high)
}

function clamp(number: number, low: BlockRef, high: BlockRef): number {
  return Math.min(high.number - 1, Math.max(low.number + 1, number))
}
