import type { Cursor } from './store'

/** Blocks asked for at once to begin with; providers refuse from some hundreds to ten thousand on. */
const FIRST_SIZE = 1_000
const MAX_SIZE = 10_000

/** The newest block, and the last one that will not change any more. */
export type Heads = { newest: { number: number }; final: { number: number } }

export type PlannedRange = { from: number; to: number; final: boolean }

/**
 * Pure: the blocks to read next, null when there are none. What has become final is read before what is new, though most
 * of it was seen already: only this second look, deep below every provider's head, makes it confirmed.
 */
export function planRange({ at, confirmed }: Cursor, { newest, final }: Heads, size: number): PlannedRange | null {
  if (confirmed < final.number) {
    return { from: confirmed + 1, to: Math.min(confirmed + size, final.number), final: true }
  }
  if (at.number >= newest.number) return null
  return { from: at.number + 1, to: Math.min(at.number + size, newest.number), final: false }
}

/** How many blocks the providers of a chain answer for at once, as they showed: less after a refusal, more with time. */
export type RangeSize = { value: number }

export function newRangeSize(): RangeSize {
  return { value: FIRST_SIZE }
}

/** Pure but for `size`: a range was answered. Only a whole one says that more might be. */
export function growAfter(size: RangeSize, range: PlannedRange): void {
  if (range.to - range.from + 1 >= size.value) size.value = Math.min(MAX_SIZE, size.value * 2)
}

/** A range was refused. False when a smaller one cannot be asked for. */
export function shrinkAfter(size: RangeSize, range: PlannedRange): boolean {
  const asked = range.to - range.from + 1
  size.value = Math.max(1, Math.floor(asked / 2))
  return asked > 1
}
