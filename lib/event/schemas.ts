import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { EVENT_TYPE, isDeskType, isTypeFilter, MAX_TYPE_LENGTH } from './event-type'

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

/** One type, or all of a noun. */
export const TypeFilter = z
  .string()
  .refine(isTypeFilter, 'Name a type such as challenge.locked, or all of a noun as challenge.*.')

export const EventFilter = PageQuery.extend({
  type: TypeFilter.optional(),
  subject: z.string().min(1).max(200).optional(),
  order: z.enum(['newest', 'oldest']).default('newest'),
})
export type EventFilter = z.infer<typeof EventFilter>

export const EventTypeAnswer = z.object({ type: z.string(), description: z.string(), example: EventAnswer })

const MAX_METADATA_KEYS = 50
const MAX_DEBUG_FAILURES = 20
const MAX_DEBUG_DELAY_SECONDS = 24 * 3600

const SUBJECT = /^[^\p{Cc}]{1,200}$/u

/** Another one put in its place would change, unseen, what keeps its order with what. */
function hasUsableSubject({ subject }: Record<string, unknown>): boolean {
  return subject === undefined || (typeof subject === 'string' && SUBJECT.test(subject))
}

const Payload = z
  .record(z.string(), z.unknown(), { error: 'Give an object.' })
  .refine(hasExactNumbers, 'A number is too large to be kept exactly. Send it as text.')

export const PublishEvent = z.strictObject({
  type: z
    .string()
    .max(MAX_TYPE_LENGTH, `A type has at most ${MAX_TYPE_LENGTH} characters.`)
    .regex(EVENT_TYPE, 'A type is words of letters, digits, _ and -, joined by dots: order.paid.')
    .refine((type) => !isDeskType(type), 'Only the desk itself publishes events of this noun. Choose another one.')
    .default('event.published'),
  payload: Payload.describe('What happened: any object. The whole body may have 1 MiB.'),
  metadata: Payload.refine(
    (metadata) => Object.keys(metadata).length <= MAX_METADATA_KEYS,
    `Metadata has at most ${MAX_METADATA_KEYS} keys.`,
  )
    .refine(hasUsableSubject, {
      path: ['subject'],
      message:
        'A subject is text of 1 to 200 characters without control characters. Leave it out to publish under your own.',
    })
    .default({})
    .describe(
      'Kept beside the payload, to filter by. `subject` says what it is about: events of a subject keep their order.',
    ),
  debug: z
    .strictObject({
      fail: z.int().min(0).max(MAX_DEBUG_FAILURES).optional().describe('So many tries of each delivery fail.'),
      delay_seconds: z.int().min(0).max(MAX_DEBUG_DELAY_SECONDS).optional().describe('Each delivery waits so long.'),
      dead: z.boolean().optional().describe('Each delivery is dead at once.'),
    })
    .optional()
    .describe('Sandbox organizations only: what its deliveries are to suffer.'),
})
export type PublishEvent = z.output<typeof PublishEvent>

export const PublishedAnswer = z.object({
  id: z.uuid(),
  status: z.literal('ACCEPTED'),
  sequence: z.int().describe('Its number among the events of its subject.'),
})

/** Beyond 2⁵³ − 1 whole numbers are rounded by whoever reads JSON as JavaScript does, the desk among them; 1e400 is lost. */
function hasExactNumbers(value: unknown): boolean {
  if (typeof value === 'number') return Math.abs(value) <= Number.MAX_SAFE_INTEGER
  if (typeof value !== 'object' || value === null) return true
  return Object.values(value).every(hasExactNumbers)
}
