import type { Channel } from './channel'

/** Which events somebody is told of, and how. */
export type Choice = { type: string; email: boolean; sms: boolean }

/** What a mail address is told of from the start: what one has to act on, and how it ended. */
export const DEFAULT_TYPES: readonly string[] = [
  'challenge.turn',
  'challenge.deadline_near',
  'challenge.disputed',
  'challenge.completed',
  'bond.released',
]

/** Pure: the filters of one channel. */
export function filtersOf(choices: readonly Partial<Choice>[], channel: Channel): string[] {
  const chosen = choices.filter((choice) => (channel === 'EMAIL' ? choice.email : choice.sms))
  return [...new Set(chosen.map(({ type = '' }) => type))].sort()
}

/** Pure: the filters of both channels as one list. */
export function toChoices(filters: Record<Channel, readonly string[]>): Choice[] {
  const types = [...new Set([...filters.EMAIL, ...filters.SMS])].sort()
  return types.map((type) => ({ type, email: filters.EMAIL.includes(type), sms: filters.SMS.includes(type) }))
}
