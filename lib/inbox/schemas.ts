import { z } from 'zod'
import { EventAnswer, TypeFilter } from '@/lib/event/schemas'
import { PageQuery } from '@/lib/http/page'
import { Id, plainText, Timestamp } from '@/lib/http/schemas'

export const ITEM_STATUSES = ['PENDING', 'RETRYING', 'DELIVERED', 'DEAD'] as const
export type ItemStatus = (typeof ITEM_STATUSES)[number]

const MAX_FILTERS = 10
const METADATA = 'metadata.'
const METADATA_KEY = /^[A-Za-z0-9_.-]{1,64}$/
const MAX_METADATA_VALUE = 1_000

/** Which inbox: the organization's default one unless said. */
const endpoint = Id.optional().describe('The inbox; the organization’s default one unless said.')
export const InboxRef = z.object({ endpoint })

const Statuses = z.string().transform((text, ctx) => {
  const statuses = [...new Set(text.split(','))]
  const known = ITEM_STATUSES.filter((status) => statuses.includes(status))
  if (known.length === statuses.length) return known
  ctx.addIssue({ code: 'custom', message: `Name some of ${ITEM_STATUSES.join(', ')}, with commas between.` })
  return z.NEVER
})

/** The filters of a list of items. Metadata is compared as text: `metadata.order=1042` finds 1042 and "1042". */
export const InboxFilter = PageQuery.extend({
  status: Statuses.optional().describe('A list with commas: PENDING,RETRYING'),
  type: TypeFilter.optional().describe('One type, or a noun as `order.*`'),
  from: Timestamp.optional(),
  to: Timestamp.optional(),
  endpoint,
})
  .catchall(z.unknown())
  .transform(({ limit, cursor, status, type, from, to, endpoint, ...rest }, ctx) => {
    const metadata = Object.entries(rest).map(([name, value]) => readMetadataFilter(name, value, ctx))
    const filters = [status, type, from, to].filter((filter) => filter !== undefined).length + metadata.length
    if (filters > MAX_FILTERS)
      ctx.addIssue({ code: 'custom', message: `Filter by at most ${MAX_FILTERS} things at a time.` })
    return { limit, cursor, status, type, from, to, endpoint, metadata }
  })
export type InboxFilter = z.output<typeof InboxFilter>

function readMetadataFilter(name: string, value: unknown, ctx: z.RefinementCtx): [string, string] {
  const key = name.startsWith(METADATA) ? name.slice(METADATA.length) : ''
  if (!METADATA_KEY.test(key)) {
    ctx.addIssue({
      code: 'custom',
      path: [name],
      message:
        'There is no such filter. Metadata is filtered as metadata.<key>, the key of letters, digits, _, . and -.',
    })
  } else if (typeof value !== 'string' || value.length > MAX_METADATA_VALUE || value.includes('\0')) {
    ctx.addIssue({ code: 'custom', path: [name], message: 'Give one value, of at most 1000 characters.' })
  }
  return [key, String(value)]
}

export const DeadFilter = PageQuery.extend({ type: TypeFilter.optional(), endpoint })
export type DeadFilter = z.output<typeof DeadFilter>

export const ItemPath = z.object({ id: Id })

export const MAX_LEASED = 100
const MAX_TYPES = 20

export const LeaseItems = z.strictObject({
  max: z.int().min(1).max(MAX_LEASED).default(10),
  visibility_seconds: z.int().min(5).max(43_200).default(30).describe('How long nobody else gets them.'),
  types: z.array(TypeFilter).min(1).max(MAX_TYPES).optional().describe('Only these: types, or nouns as `order.*`'),
})
export type LeaseItems = z.output<typeof LeaseItems>

const Handle = z.string().min(1).max(200)

export const AckItem = z.strictObject({
  receipt_handle: Handle.optional().describe('Of the newest lease. Only an item that was never leased needs none.'),
})
export type AckItem = z.output<typeof AckItem>

export const AckItems = z
  .strictObject({
    items: z
      .array(z.strictObject({ id: Id, receipt_handle: Handle.optional() }))
      .min(1)
      .max(MAX_LEASED),
  })
  .refine(({ items }) => new Set(items.map(({ id }) => id)).size === items.length, {
    path: ['items'],
    message: 'Name each item once.',
  })
export type AckItems = z.output<typeof AckItems>

export const NackItem = z.strictObject({
  receipt_handle: Handle.optional().describe('Of the newest lease.'),
  reason: plainText(1, 200).optional().describe('Why; kept with the attempt.'),
  delay_seconds: z.int().min(0).max(43_200).default(0).describe('How long nobody gets it.'),
})
export type NackItem = z.output<typeof NackItem>

export const RetryItem = z.strictObject({ receipt_handle: Handle.optional() })
export type RetryItem = z.output<typeof RetryItem>

const MAX_REQUEUED_IDS = 200

export const RequeueDead = z
  .strictObject({
    ids: z.array(Id).min(1).max(MAX_REQUEUED_IDS).optional(),
    all: z.literal(true).optional(),
    type: TypeFilter.optional().describe('Only these: a type, or a noun as `order.*`'),
  })
  .refine(({ ids, all }) => (ids === undefined) !== (all === undefined), 'Give ids, or all: true.')
export type RequeueDead = z.output<typeof RequeueDead>

export const PurgeItems = z.strictObject({
  status: z
    .array(z.enum(ITEM_STATUSES))
    .min(1)
    .default(['DELIVERED', 'DEAD'])
    .describe('What to delete; what has ended unless said.'),
  before: Timestamp.optional().describe('Only what came before.'),
})
export type PurgeItems = z.output<typeof PurgeItems>

const Reason = z.object({ code: z.string(), text: z.string() })

export const InboxItem = EventAnswer.extend({
  status: z.enum(ITEM_STATUSES),
  attempt_count: z.int(),
  failures: z.int().describe('Since it came or was last brought back; with the fourth it is dead.'),
  requeues: z.int().describe('How often it was brought back by hand.'),
  reason: Reason.nullable().describe('Why it failed last.'),
  leased_by: z.string().nullable(),
  leased_until: z.iso.datetime().nullable(),
  visible_at: z.iso
    .datetime()
    .nullable()
    .describe('When it may be leased; null when it ended or others of its subject come first.'),
  ended_at: z.iso.datetime().nullable(),
})

export const AttemptAnswer = z.object({
  number: z.int(),
  at: z.iso.datetime(),
  duration_ms: z.int().nullable(),
  outcome: z.enum(['DELIVERED', 'RETRY', 'DEAD']),
  reason: Reason.nullable(),
  next_at: z.iso.datetime().nullable(),
})

export const InboxItemWithAttempts = InboxItem.extend({ attempts: z.array(AttemptAnswer) })

export const LeasedItem = EventAnswer.extend({
  receipt_handle: z.uuid(),
  leased_until: z.iso.datetime(),
  attempt: z.int().describe('1 for the first time.'),
})

export const LeasedItems = z.object({ data: z.array(LeasedItem) })

export const AckedAnswer = z.object({ id: z.uuid(), status: z.literal('DELIVERED'), acked_at: z.iso.datetime() })

export const AckedItems = z.object({
  data: z.array(
    z.object({
      id: z.uuid(),
      status: z.literal('DELIVERED').nullable(),
      acked_at: z.iso.datetime().nullable(),
      error: z.object({ code: z.string(), detail: z.string() }).nullable(),
    }),
  ),
})

export const ReturnedAnswer = z.object({
  id: z.uuid(),
  status: z.enum(ITEM_STATUSES),
  visible_at: z.iso.datetime().nullable(),
})

export const RequeuedAnswer = z.object({
  requeued: z.int(),
  left_out: z.array(z.object({ reason: z.enum(['LIMIT', 'NOT_DEAD', 'NOT_FOUND', 'OTHER_TYPE']), count: z.int() })),
  more: z.boolean().describe('There are more than one call brings back. Call again.'),
})

export const PurgedAnswer = z.object({ purged: z.int() })
