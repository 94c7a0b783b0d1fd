/** How numbers over time are drawn: pure, so that it can be tested without a browser. */

export const WIDTH = 640
export const HEIGHT = 160

/** A number as it was from a moment on; null: a correction took its last evidence away. */
export type Change = { at: number; after: number | null }

export type Span = { from: number; to: number }

/** From a little before the first change until now. */
export function spanOf(changes: readonly Change[], now: number): Span {
  const first = Math.min(now, ...changes.map(({ at }) => at))
  const last = Math.max(now, ...changes.map(({ at }) => at))
  const room = Math.max(HOUR, (last - first) * 0.05)
  return { from: first - room, to: last }
}

const HOUR = 3_600_000

/** Where a moment stands from the left. */
export function xOf(at: number, { from, to }: Span): number {
  return to <= from ? 0 : round(((at - from) / (to - from)) * WIDTH)
}

/** Where a number from 0 to 1 stands from the top. */
export function yOf(value: number): number {
  return round(HEIGHT - Math.min(1, Math.max(0, value)) * HEIGHT)
}

/** Steps: a number stays what it is until a receipt moves it, and to the end. `changes` in their order. */
export function stepPath(changes: readonly Change[], span: Span): string {
  let path = ''
  let drawn = false
  for (const { at, after } of changes) {
    const x = xOf(at, span)
    if (after === null) {
      if (drawn) path += `H${x}`
      drawn = false
      continue
    }
    path += drawn ? `H${x}V${yOf(after)}` : `M${x} ${yOf(after)}`
    drawn = true
  }
  return drawn ? `${path}H${xOf(span.to, span)}` : path
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
