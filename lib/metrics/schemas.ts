import { z } from 'zod'

export const RANGES = { '1h': 60, '6h': 360, '24h': 1_440 } as const
export type Range = keyof typeof RANGES

export const MetricsFilter = z.object({ range: z.enum(['1h', '6h', '24h']).default('1h') })
export type MetricsFilter = z.infer<typeof MetricsFilter>

const count = z.int().min(0)
const share = z.number().min(0).max(1).nullable()
const Latency = z
  .object({ p50: z.number().nullable(), p95: z.number().nullable(), p99: z.number().nullable() })
  .describe('Milliseconds; null where nothing was measured.')
const Fates = { pending: count, retrying: count, delivered: count, dead: count }

/** What an organization's metrics page shows; every number is a query (lib/metrics/org-store.ts). */
export const MetricsAnswer = z.object({
  range: z.enum(['1h', '6h', '24h']),
  from: z.iso.datetime().describe('The first minute of the series.'),
  to: z.iso.datetime(),
  events: z.object({
    received: count.describe('Events of this range.'),
    fanned_out: count.describe('Those of them that were given to endpoints already.'),
  }),
  deliveries: z.object({
    ...Fates,
    success_rate: share.describe('Delivered of those that have ended.'),
    kinds: z.array(z.object({ kind: z.string(), ...Fates })),
  }),
  tries: z.object({
    total: count,
    delivered: count,
    failed: count,
    classes: z.array(z.object({ class: z.string(), count })).describe('2xx to 5xx, ACKED, or the word of a reason.'),
    push_latency_ms: Latency,
    inbox_handling_ms: Latency.describe('From lease to ack or return.'),
  }),
  calls: z.object({
    total: count,
    classes: z.array(z.object({ class: z.string(), count })),
    error_rate: share.describe('5xx of all calls.'),
    latency_ms: Latency,
  }),
  throughput: z
    .object({ events: z.number(), tries: z.number(), calls: z.number() })
    .describe('A minute, on average over the range.'),
  now: z.object({
    pending: count,
    retrying: count,
    overdue_seconds: z.number().describe('How long the oldest push to an active endpoint has been due.'),
    inbox_open: count,
    inbox_leased: count,
    dead: count,
  }),
  series: z
    .object({
      received: z.array(count),
      delivered: z.array(count),
      failed: z.array(count),
      calls: z.array(count),
      refused: z.array(count),
      errors: z.array(count),
      call_p50_ms: z.array(z.number().nullable()),
      call_p95_ms: z.array(z.number().nullable()),
    })
    .describe('A value for each minute from `from` on.'),
})
export type MetricsAnswer = z.infer<typeof MetricsAnswer>
