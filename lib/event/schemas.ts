import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'

/** One event, as every way out of the log tells it. */
export const EventAnswer = z.object({
  id: z.uuid(),
  type: z.string(),
  subject: z.string(),
  sequence: z.int().describe('Counts from 1 for each subject, without gaps.'),
  source: z.string(),
  data: z.record(z.string(), z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
  created_at: z.iso.datetime(),
})
export type EventAnswer = z.infer<typeof EventAnswer>

export const EventFilter = PageQuery.extend({
  type: z
    .string()
    .regex(/^[a-z_]+\.(?:[a-z_]+|\*)$/, 'Name a type such as challenge.locked, or all of a noun as challenge.*.')
    .optional(),
  subject: z.string().min(1).max(200).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
})
export type EventFilter = z.infer<typeof EventFilter>

export const EventTypeAnswer = z.object({ type: z.string(), description: z.string(), example: EventAnswer })
