const WHOLE = new Intl.NumberFormat('en-US')
const LONG_AGO_MS = 100

/** Pure: a count with its thousands apart. */
export function sayCount(count: number): string {
  return WHOLE.format(count)
}

/** Pure: a share as a percentage that is not rounded up to all or down to none. */
export function sayShare(share: number | null): string {
  if (share === null) return 'none yet'
  const percent = share * 100
  if (percent === 0 || percent === 100) return `${percent} %`
  return `${Math.min(99.9, Math.max(0.1, Math.round(percent * 10) / 10))} %`
}

/** Pure: milliseconds as a person reads them. */
export function sayMs(ms: number | null): string {
  if (ms === null) return 'none'
  if (ms < 10) return `${Math.round(ms * 10) / 10} ms`
  if (ms < 10 * LONG_AGO_MS) return `${Math.round(ms)} ms`
  return `${Math.round(ms / LONG_AGO_MS) / 10} s`
}

/** Pure: a duration in seconds by its largest unit. */
export function saySeconds(seconds: number): string {
  if (seconds < 120) return `${Math.round(seconds)} s`
  if (seconds < 7_200) return `${Math.round(seconds / 60)} min`
  return `${Math.round(seconds / 3_600)} h`
}
