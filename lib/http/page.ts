import { z } from 'zod'

/** What every list takes; extend it with the list's filters. */
export const PageQuery = z.object({
  limit: z.coerce.number({ error: 'Ask for 1 to 200 at a time.' }).int().min(1).max(200).default(50),
  cursor: z.string().min(1).max(2_048).optional(),
})

export type Page<T> = { data: T[]; next_cursor: string | null }

/** What every list answers: `{ data, next_cursor }`; no cursor on the last page. */
export function pageOf<T extends z.ZodType>(item: T) {
  return z.object({ data: z.array(item), next_cursor: z.string().nullable() })
}
