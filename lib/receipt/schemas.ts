import { z } from 'zod'
import { AnchorAnswer } from '@/lib/anchor/schemas'
import { PageQuery } from '@/lib/http/page'
import { Hash32, PartyName } from '@/lib/http/schemas'
import { receiptSchema } from '@/lib/proof/receipt'
import { StatementAnswer } from './attestation-schemas'
import { partyKeyOf } from './party-key'

/** A receipt's id in the path: anything else names none (E7001). */
export const ReceiptParams = z.object({ id: Hash32 })

export const BundleQuery = z.object({
  redacted: z
    .enum(['0', '1', 'true', 'false'])
    .default('0')
    .transform((value) => value === '1' || value === 'true'),
})

const STATUSES = ['AWAITING_COMMITTEE', 'PENDING', 'FINALIZED', 'FAILED', 'EXPIRED', 'APPEALED', 'REVERSED'] as const

export const ReceiptFilter = PageQuery.extend({
  party: PartyName.transform(partyKeyOf).optional(),
  kind: z.enum(['challenge', 'task']).optional(),
  status: z.enum(STATUSES).optional(),
  mine: z
    .enum(['0', '1', 'true', 'false'])
    .optional()
    .transform((value) => value === '1' || value === 'true')
    .meta({ description: 'Only those the caller is a party to.' }),
})
export type ReceiptFilter = z.output<typeof ReceiptFilter>

export const ReceiptAnswer = z.object({
  id: z.string().meta({ description: 'keccak256 of the canonical JSON of `receipt`.' }),
  receipt: receiptSchema,
  status: z.enum(STATUSES),
  visibility: z.enum(['link', 'public', 'parties']),
  finalized_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When it was first decided; an appeal does not move it. Null: not decided yet.' }),
  attestations: z.array(StatementAnswer).meta({
    description:
      'Everything signed about a task: both sides’ own `COUNTERSIGNED` too, which `type` tells from judgements.',
  }),
  quorum: z.object({ kind: z.string(), k: z.int(), m: z.int(), passes: z.int(), fails: z.int() }),
  anchor: AnchorAnswer,
})

const Link = z.object({
  name: z.string(),
  verdict: z.enum(['proven', 'claimed', 'unverifiable', 'broken']),
  detail: z.string(),
})

export const ReportAnswer = z.object({
  exit: z.union([z.literal(0), z.literal(1), z.literal(2)]).meta({
    description: '0: nothing is broken. 1: something is. 2: this desk cannot tell.',
  }),
  links: z.array(Link),
  receipt_id: z.string().nullable(),
  outcome: z.string().nullable(),
  parties: z.array(z.object({ role: z.string(), did: z.string() })),
  warnings: z.array(z.string()),
  as_of: z.string(),
})
