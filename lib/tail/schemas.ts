import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'

export const LEVELS = ['debug', 'info', 'warn', 'error'] as const

const CONTROLS = /\p{Cc}/u

/** A line of the live tail. */
export const LineAnswer = z.object({
  id: z.uuid(),
  at: z.iso.datetime(),
  level: z.enum(LEVELS),
  source: z.string().describe('The part of the desk that says it: `api`, `webhook`, `inbox`, …'),
  message: z.string(),
  request_id: z.string().nullable().describe('Of the call it began with, through every job and delivery.'),
  context: z.record(z.string(), z.unknown()),
})
export type LineAnswer = z.infer<typeof LineAnswer>

export const LinesAnswer = z.object({
  data: z.array(LineAnswer),
  next_cursor: z.string().nullable(),
  latest: z.string().describe('Where these lines end: hand it back as `after` for those that come next.'),
})

export const LineFilter = PageQuery.extend({
  level: z.enum(LEVELS).default('debug').describe('This level and worse.'),
  text: z
    .string()
    .min(1)
    .max(100)
    .refine((text) => !CONTROLS.test(text), 'Search for a word or a part of one.')
    .optional()
    .describe('Part of the message, in any case.'),
  request_id: z
    .string()
    .regex(/^[\x21-\x7e]{1,128}$/, 'A request id has 1 to 128 visible characters.')
    .optional(),
  source: z
    .string()
    .regex(/^[a-z][a-z0-9-]{0,31}$/, 'A source is a short word such as api or webhook.')
    .optional(),
  after: z.string().min(1).max(2_048).optional().describe('Lines that came after this place: `latest` of an answer.'),
}).refine((query) => query.after === undefined || query.cursor === undefined, {
  path: ['after'],
  message: 'Ask for what came after, or for a page: not for both.',
})
export type LineFilter = z.infer<typeof LineFilter>
