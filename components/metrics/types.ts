import type { MetricsAnswer, Range } from '@/lib/metrics/schemas'

/** What the desk answers about an organization's numbers. Types only: no schema is loaded in the browser for them. */
export type Metrics = MetricsAnswer
export type { Range }

/** Minutes of each range, and how often it is asked for anew: a day hardly changes in five seconds. */
export const RANGES: Readonly<Record<Range, { minutes: number; words: string; everyMs: number }>> = {
  '1h': { minutes: 60, words: 'Last hour', everyMs: 5_000 },
  '6h': { minutes: 360, words: 'Six hours', everyMs: 15_000 },
  '24h': { minutes: 1_440, words: 'A day', everyMs: 60_000 },
}

export function isRange(text: unknown): text is Range {
  return typeof text === 'string' && Object.hasOwn(RANGES, text)
}
