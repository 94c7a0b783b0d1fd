import { z } from 'zod'

/** Pure: which events an endpoint gets. The fan-out says the same in SQL (store.ts). */

const PATTERN = /^(?:\*|[A-Za-z0-9_-]+(?:\.[A-Za-z0-9_-]+)*(?:\.\*)?)$/
const MAX_FILTERS = 50

/** One filter: a type, all of a noun as `challenge.*`, or `*`. */
export const EventTypeFilter = z
  .string()
  .max(128)
  .regex(PATTERN, 'Name a type such as challenge.locked, all of a noun as challenge.*, or * for everything.')

/** The filters of an endpoint, each once. */
export const EventTypeFilters = z
  .array(EventTypeFilter)
  .min(1)
  .max(MAX_FILTERS)
  .transform((filters) => [...new Set(filters)])
export type EventTypeFilters = z.infer<typeof EventTypeFilters>

/** Whether an event of `type` passes one of `filters`. `order.*` is everything that begins with `order.`. */
export function matches(filters: readonly string[], type: string): boolean {
  return filters.some((filter) => {
    if (filter === '*' || filter === type) return true
    return filter.endsWith('.*') && type.startsWith(filter.slice(0, -1))
  })
}
