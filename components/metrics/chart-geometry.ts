/** How a series of minutes is drawn: pure, so that it can be tested without a browser. */

export const WIDTH = 600
export const HEIGHT = 120
/** More points than this are not told apart. */
const MAX_POINTS = 120

/** Minutes that stand for one point. */
export function stepOf(minutes: number): number {
  return Math.max(1, Math.ceil(minutes / MAX_POINTS))
}

/** Minutes put together: counts added up, durations by their longest. Null where nothing was measured. */
export function merge(values: readonly (number | null)[], step: number, how: 'sum' | 'longest'): (number | null)[] {
  const merged: (number | null)[] = []
  for (let at = 0; at < values.length; at += step) {
    const part = values.slice(at, at + step).filter((value) => value !== null)
    if (part.length === 0) merged.push(null)
    else merged.push(how === 'sum' ? part.reduce((sum, value) => sum + value, 0) : Math.max(...part))
  }
  return merged
}

/** The smallest of 1, 2, 5, 10, 20, … that nothing is above. */
export function niceTop(values: readonly (number | null)[]): number {
  const highest = Math.max(0, ...values.map((value) => value ?? 0))
  if (highest <= 1) return 1
  const power = 10 ** Math.floor(Math.log10(highest))
  return [1, 2, 5, 10].map((factor) => factor * power).find((top) => top >= highest) ?? highest
}

/** Where the value of a point stands, from the left. */
export function xOf(at: number, points: number): number {
  return points <= 1 ? 0 : round((at / (points - 1)) * WIDTH)
}

/** A line through the values; it breaks where there is none. A value that stands alone is drawn as a short stroke. */
export function pathOf(values: readonly (number | null)[], top: number): string {
  let path = ''
  values.forEach((value, at) => {
    if (value === null) return
    const x = xOf(at, values.length)
    const y = round(HEIGHT - (Math.min(value, top) / top) * HEIGHT)
    const isJoined = at > 0 && values[at - 1] !== null
    const isAlone = !isJoined && (at === values.length - 1 || values[at + 1] === null)
    path += isJoined ? `L${x} ${y}` : `M${x} ${y}`
    if (isAlone) path += 'h1'
  })
  return path
}

/** The point under a place of the picture, 0 at its left edge and 1 at its right. */
export function pointAt(share: number, points: number): number {
  return Math.min(points - 1, Math.max(0, Math.round(share * (points - 1))))
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
