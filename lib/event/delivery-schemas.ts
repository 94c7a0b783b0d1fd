import { z } from 'zod'
import { Id } from '@/lib/http/schemas'

export const EventPath = z.object({ id: Id })

const Instant = z.iso.datetime().nullable()

const EventAttemptAnswer = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  outcome: z.enum(['DELIVERED', 'RETRY', 'DEAD']),
  status: z.int().nullable().describe('What the endpoint answered, over HTTP.'),
  duration_ms: z.int().nullable(),
  reason: z.string().nullable(),
  next_at: Instant,
})

/** One event on its way to one endpoint. */
export const EventDeliveryAnswer = z.object({
  endpoint_id: Id,
  kind: z.enum(['WEBHOOK', 'INBOX', 'HANDLER', 'EMAIL', 'SMS']),
  name: z
    .string()
    .nullable()
    .describe('What the endpoint is described as, else its URL. Of a person’s mail or phone: null.'),
  status: z.enum(['PENDING', 'RETRYING', 'DELIVERED', 'DEAD']),
  failures: z.int(),
  reason: z.string().nullable(),
  due_at: Instant.describe('When it is sent next; of an inbox, when it may be leased.'),
  ended_at: Instant,
  attempts: z.array(EventAttemptAnswer),
})
export const EventDeliveriesAnswer = z.object({ data: z.array(EventDeliveryAnswer) })
