import { CATALOGUE } from './catalogue'

/** A type: words of letters, digits, _ and -, joined by dots. Those of the desk are `noun.verb`. */
export const EVENT_TYPE = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*$/
export const MAX_TYPE_LENGTH = 128

const TYPE_OR_NOUN = /^[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\.\*)?$/
const DESK_NOUNS = new Set(Object.keys(CATALOGUE).map(nounOf))

/** Whether `text` is one type, or all of a noun as `order.*`. */
export function isTypeFilter(text: string): boolean {
  return text.length <= MAX_TYPE_LENGTH && TYPE_OR_NOUN.test(text)
}

/** Whether only the desk says things of this kind: `challenge.anything`, and `challenge` itself. */
export function isDeskType(type: string): boolean {
  return DESK_NOUNS.has(nounOf(type))
}

/** `order.*` → the prefix `order.`; anything else is the type itself. */
export function typeFilterOf(filter: string | undefined): { noun: string | null; type: string | null } {
  if (filter === undefined) return { noun: null, type: null }
  return filter.endsWith('.*') ? { noun: filter.slice(0, -1), type: null } : { noun: null, type: filter }
}

function nounOf(type: string): string {
  return type.replace(/\..*$/, '')
}
