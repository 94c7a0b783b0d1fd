/** Pure: a number from 0 to 1 as people read it; what nobody has seen is not zero. */
export function sayShare(value: number | null): string {
  if (value === null) return 'no history'
  const percent = Math.round(value * 1_000) / 10
  return `${percent} %`
}

/** Pure: an interval in the same unit. */
export function sayInterval(interval: readonly [number, number] | null): string {
  if (interval === null) return ''
  const [low, high] = interval.map((value) => Math.round(Math.min(1, Math.max(0, value)) * 1_000) / 10)
  return `${low} to ${high} %`
}

/** Pure: how much something moved: `up 12.5`, `down 3`, in points of a hundred. */
export function sayMove(before: number | null, after: number | null): string {
  if (after === null) return 'taken back'
  if (before === null) return 'first seen'
  const points = Math.round((after - before) * 1_000) / 10
  if (points === 0) return 'unmoved'
  return points > 0 ? `up ${points}` : `down ${-points}`
}
