import type { TailFilter, TailLine } from './types'

/** Lines on the page at a time: more are slow to draw and nobody reads them. */
export const MOST_LINES = 1_000

/** Pure: new lines before those there are, each once, the oldest dropped beyond the most. */
export function withNewer(lines: readonly TailLine[], newer: readonly TailLine[]): TailLine[] {
  if (newer.length === 0) return [...lines]
  const known = new Set(lines.map(({ id }) => id))
  return [...newer.filter(({ id }) => !known.has(id)), ...lines].slice(0, MOST_LINES)
}

/** Pure: older lines behind those there are. */
export function withOlder(lines: readonly TailLine[], older: readonly TailLine[]): TailLine[] {
  const known = new Set(lines.map(({ id }) => id))
  return [...lines, ...older.filter(({ id }) => !known.has(id))]
}

/** Pure: a filter as the query of a call. */
export function toTailQuery({ level, text, request_id }: TailFilter): Record<string, string> {
  return {
    ...(level === 'debug' ? {} : { level }),
    ...(text.trim() === '' ? {} : { text: text.trim() }),
    ...(request_id.trim() === '' ? {} : { request_id: request_id.trim() }),
  }
}

/** Pure: lines as text to be handed to somebody, oldest first, one JSON object each. */
export function toText(lines: readonly TailLine[]): string {
  return lines
    .toReversed()
    .map((line) => JSON.stringify(line))
    .join('\n')
}

/** Pure but for the time zone of where it runs: the time of a line to the millisecond. */
export function sayClock(at: string): string {
  const parts = { hour: '2-digit', minute: '2-digit', second: '2-digit', fractionalSecondDigits: 3 } as const
  return new Intl.DateTimeFormat('en-GB', parts).format(new Date(at))
}
