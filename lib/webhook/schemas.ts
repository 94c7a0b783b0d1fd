import { z } from 'zod'
import { EventTypeFilters } from '@/lib/delivery/filters'
import { PageQuery } from '@/lib/http/page'
import { Id, plainText, Timestamp } from '@/lib/http/schemas'
import { MAX_URL_LENGTH } from '@/lib/outbound/limits'

/** What is wrong with a URL is E6001, whether it is the shape or where it leads (lib/outbound). */
const Url = z.unknown().transform((value, ctx) => {
  if (typeof value === 'string' && value !== '') return value
  ctx.addIssue({ code: 'custom', message: 'Give the URL we shall send to.', params: { code: 'E6001' } })
  return z.NEVER
})
const UrlField = Url.meta({
  type: 'string',
  format: 'uri',
  maxLength: MAX_URL_LENGTH,
  examples: ['https://example.com/hooks'],
})

const Description = plainText(1, 200).describe('For yourselves.')

export const WebhookPath = z.object({ id: Id })

export const CreateWebhook = z.strictObject({
  url: UrlField,
  description: Description.optional(),
  event_types: EventTypeFilters.default(['*']).describe('Types, all of a noun as challenge.*, or * for everything.'),
})
export type CreateWebhook = z.output<typeof CreateWebhook>

export const PatchWebhook = z.strictObject({
  url: UrlField.optional(),
  description: Description.nullable().optional(),
  event_types: EventTypeFilters.optional(),
  enabled: z.boolean().optional().describe('false stops it by hand; true brings it back, whatever stopped it.'),
  concurrency: z.int().min(1).max(50).optional().describe('How many deliveries may be under way at once.'),
})
export type PatchWebhook = z.output<typeof PatchWebhook>

const Instant = z.iso.datetime().nullable()

export const WebhookAnswer = z.object({
  id: Id,
  url: z.string(),
  description: z.string().nullable(),
  event_types: z.array(z.string()),
  status: z.enum(['ACTIVE', 'DISABLED']),
  disabled_reason: z
    .enum(['FAILING', 'GONE', 'OWNER'])
    .nullable()
    .describe('FAILING: no success for five days. GONE: it answered 410. OWNER: by hand.'),
  disabled_at: Instant,
  first_failure_at: Instant.describe('The first failure since the last success.'),
  last_success_at: Instant.describe('Exact to ten seconds.'),
  previous_secret_until: Instant.describe('Until then every delivery is signed with the secret before as well.'),
  concurrency: z.int(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})
export type WebhookAnswer = z.input<typeof WebhookAnswer>

export const NewWebhookAnswer = WebhookAnswer.extend({
  secret: z.string().nullable().describe('Shown once: what you check signatures with.'),
})

export const TestAnswer = z.object({
  event_id: Id.describe('The webhook-id the test carried.'),
  delivered: z.boolean().describe('Whether it answered 2xx.'),
  status: z.int().nullable(),
  duration_ms: z.int(),
  reason: z.string().nullable().describe('Why there was no answer.'),
  answer: z.string().nullable().describe('The first KiB of the answer.'),
})

export const DeliveryQuery = PageQuery.extend({
  status: z.enum(['PENDING', 'RETRYING', 'DELIVERED', 'DEAD']).optional(),
})
export type DeliveryQuery = z.output<typeof DeliveryQuery>

const AttemptAnswer = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  outcome: z.enum(['DELIVERED', 'RETRY', 'DEAD']),
  status: z.int().nullable(),
  duration_ms: z.int().nullable(),
  reason: z.string().nullable(),
  answer: z.string().nullable().describe('The first KiB of the answer.'),
  next_at: Instant,
})

export const DeliveryAnswer = z.object({
  event_id: Id.describe('Also the webhook-id.'),
  type: z.string(),
  subject: z.string(),
  sequence: z.int(),
  status: z.enum(['PENDING', 'RETRYING', 'DELIVERED', 'DEAD']),
  failures: z.int().describe('Since it was handed in or replayed.'),
  due_at: Instant.describe('When it is sent next.'),
  reason: z.string().nullable(),
  created_at: z.iso.datetime(),
  ended_at: Instant,
  attempts: z.array(AttemptAnswer).describe('Its tries, the first one first; of more than fifty the last fifty.'),
})

const ONE_OF = 'Name an event_id, or from and to, or missing: true; one of them.'

export const ReplayWebhook = z
  .strictObject({
    event_id: Id.optional().describe('This one, whatever became of it.'),
    from: Timestamp.optional().describe('Everything that happened from then…'),
    to: Timestamp.optional().describe('…to then, delivered or not.'),
    missing: z.literal(true).optional().describe('Everything it should have got and has not.'),
    after: Id.optional().describe('With missing: go on after this event, the `next` of the answer before.'),
  })
  .refine(({ event_id, from, to, missing }) => {
    const given = [event_id !== undefined, from !== undefined || to !== undefined, missing !== undefined]
    return given.filter(Boolean).length === 1 && (from === undefined) === (to === undefined)
  }, ONE_OF)
  .refine(({ from, to }) => from === undefined || to === undefined || from < to, 'from comes before to.')
  .refine(({ missing, after }) => missing === true || after === undefined, 'after goes with missing: true only.')
export type ReplayWebhook = z.output<typeof ReplayWebhook>

export const ReplayAnswer = z.object({
  replayed: z.int().describe('How many are on their way again.'),
  more: z.boolean().describe('Of what is missing there may be more: call again with `after`: `next`.'),
  next: z.uuid().nullable().describe('The event up to which was looked; null when there is no more.'),
})
