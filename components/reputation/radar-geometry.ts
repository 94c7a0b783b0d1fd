/** How a radar is drawn: pure, so that it can be tested without a browser. The middle is 0, the rim 1. */

export const SIZE = 400
export const RIM = 130
const MIDDLE = SIZE / 2
const LABEL_AT = 1.2

export type Spoke = {
  /** Null: there is no history, which is not zero. */
  value: number | null
  /** From and to, of 0 to 1. */
  interval: readonly [low: number, high: number] | null
}

export type Point = { x: number; y: number }

/** Where a value stands on the spoke `at` of `count`: the first one points up, the others follow the clock. */
export function pointOn(at: number, count: number, value: number): Point {
  const angle = (at / count) * 2 * Math.PI - Math.PI / 2
  const away = Math.min(1, Math.max(0, value)) * RIM
  return { x: round(MIDDLE + Math.cos(angle) * away), y: round(MIDDLE + Math.sin(angle) * away) }
}

/** Where the name of a spoke stands, and from which side it is written. */
export function labelOf(at: number, count: number): Point & { anchor: 'start' | 'middle' | 'end' } {
  const angle = (at / count) * 2 * Math.PI - Math.PI / 2
  const x = round(MIDDLE + Math.cos(angle) * RIM * LABEL_AT)
  const y = round(MIDDLE + Math.sin(angle) * RIM * LABEL_AT)
  const anchor = Math.abs(x - MIDDLE) < RIM / 4 ? 'middle' : x > MIDDLE ? 'start' : 'end'
  return { x, y, anchor }
}

/** A ring at `value`, with as many corners as there are spokes. */
export function ringPath(count: number, value: number): string {
  return closed(Array.from({ length: count }, (_, at) => pointOn(at, count, value)))
}

/**
 * The surface between the values that are known. A spoke without history has no corner, so that it reads neither as
 * zero nor as one; with fewer than three there is no surface.
 */
export function shapePath(spokes: readonly Spoke[]): string {
  const corners = spokes.flatMap(({ value }, at) => (value === null ? [] : [pointOn(at, spokes.length, value)]))
  return corners.length < 3 ? '' : closed(corners)
}

/** The stretch of a spoke that its interval covers; empty where there is none. */
export function intervalPath(spokes: readonly Spoke[], at: number): string {
  const interval = spokes[at]?.interval
  if (!interval) return ''
  const [from, to] = interval.map((value) => pointOn(at, spokes.length, value)) as [Point, Point]
  return `M${from.x} ${from.y}L${to.x} ${to.y}`
}

function closed(points: readonly Point[]): string {
  return points.length === 0 ? '' : `M${points.map(({ x, y }) => `${x} ${y}`).join('L')}Z`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}
