import { z } from 'zod'
import { AnchorAnswer } from '@/lib/anchor/schemas'
import { EvidenceAnswer } from '@/lib/evidence/schemas'
import { Hash32 } from '@/lib/http/schemas'
import { MODES, OUTCOMES } from '@/lib/proof/outcomes'
import { EXCLUSION_REASONS } from './reasons'

/** `current`, or the number of an hour. */
export const RosterPath = z.object({
  epoch: z.union([z.literal('current'), z.string().regex(/^\d{1,9}$/)]).meta({
    description: '`current`, or the hour as a number: unix seconds ÷ 3600, rounded down.',
  }),
})

export const RosterAnswer = z.object({
  epoch: z.int(),
  roster_root: z.string(),
  total_weight: z.string(),
  rows: z.array(
    z.object({
      index: z.int(),
      id: z.string().meta({ description: 'A lower-case address, or a DID.' }),
      member: z.string().meta({ description: 'The address it is drawn by on chain.' }),
      weight_before: z.string(),
      weight: z.string(),
      proof: z.array(z.string()),
    }),
  ),
  anchor: AnchorAnswer,
  published_at: z.iso.datetime(),
})

export const CasePath = z.object({ id: Hash32 })

/** What a panel may say: the five outcomes. */
export const VoteBody = z.strictObject({ outcome: z.enum(OUTCOMES), signature: z.string().max(16_384) })

const CASE_STATUSES = ['PREPARED', 'OPEN', 'DECIDED', 'EXPIRED', 'WITHDRAWN'] as const

export const CaseAnswer = z.object({
  id: z.string().meta({ description: 'keccak256 of the document as canonical JSON.' }),
  challenge_id: z.string(),
  deal_id: z.string().nullable(),
  your_role: z.enum(['creator', 'counterparty', 'member']),
  your_seat: z.string().nullable().meta({ description: 'The address you sit with, as a member.' }),
  status: z.enum(CASE_STATUSES).meta({ description: 'PREPARED: written, and not on chain yet.' }),
  outcome: z.enum(OUTCOMES).nullable(),
  opener: z.string(),
  reason: z.string().nullable(),
  document: z.record(z.string(), z.unknown()).meta({ description: 'countersign.case/1: what the id is the hash of.' }),
  k: z.int(),
  m: z.int(),
  round: z.int(),
  roster_epoch: z.int().nullable(),
  seed_block: z.int().nullable(),
  block_hash: z.string().nullable(),
  seed: z.string().nullable(),
  committee: z.array(z.object({ seat: z.int(), member: z.string(), attempt: z.int() })),
  excluded: z.array(z.object({ member: z.string(), reason: z.enum(EXCLUSION_REASONS) })),
  votes: z.array(
    z.object({
      member: z.string(),
      round: z.int(),
      outcome: z.enum(OUTCOMES),
      signature: z.string(),
      signature_hash: z.string(),
      at: z.iso.datetime(),
    }),
  ),
  evidence: z.array(EvidenceAnswer),
  challenge: z.object({
    mode: z.enum(MODES),
    status: z.string(),
    title: z.string(),
    description: z.string().nullable(),
    terms: z.record(z.string(), z.unknown()).nullable(),
    documents: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
    creator: z.string(),
    counterparty: z.string().nullable(),
    bond: z.record(z.string(), z.unknown()).nullable(),
    resolution: z.record(z.string(), z.unknown()),
    final_hash: z.string().nullable(),
    deadline_at: z.iso.datetime().nullable(),
  }),
  opened_at: z.iso.datetime().nullable(),
  ended_at: z.iso.datetime().nullable(),
})

export const VoteAnswer = z.object({
  case_id: z.string(),
  member: z.string(),
  round: z.int(),
  outcome: z.enum(OUTCOMES),
  status: z.enum(CASE_STATUSES),
  decided: z.enum(OUTCOMES).nullable().meta({ description: 'What k members have said, once they have.' }),
})

/** A seat on the panel of a dispute. */
export const CaseSeatAnswer = z.object({
  kind: z.literal('case'),
  case_id: z.string(),
  challenge_id: z.string(),
  title: z.string().meta({ description: 'Of the challenge.' }),
  mode: z.enum(MODES),
  status: z.enum(CASE_STATUSES),
  round: z.int(),
  seat: z.int(),
  member: z.string(),
  deadline_at: z.iso.datetime().nullable().meta({ description: 'Until when votes count; null once it is over.' }),
  voted: z.enum(OUTCOMES).nullable(),
  voted_at: z.iso.datetime().nullable(),
  opened_at: z.iso.datetime().nullable(),
  seated_at: z.iso.datetime(),
})

/** A seat in the committee of a task's receipt. */
export const ReceiptSeatAnswer = z.object({
  kind: z.literal('receipt'),
  receipt_id: z.string(),
  intent_type: z.string().meta({ description: 'What kind of task it is, as the parties named it.' }),
  status: z.string().meta({ description: 'Of the receipt.' }),
  round: z.int(),
  seat: z.int(),
  member: z.string(),
  deadline_at: z.iso
    .datetime()
    .nullable()
    .meta({ description: 'When silent members are replaced; null once it is over.' }),
  asked: z.boolean().meta({ description: 'Whether your AUDIT_PASS or AUDIT_FAIL is still asked for.' }),
  replaced: z.boolean().meta({ description: 'Others were drawn in your place, since you said nothing.' }),
  said: z.array(
    z.object({
      type: z.string(),
      score: z.number().nullable(),
      confidence: z.number().nullable(),
      at: z.iso.datetime(),
    }),
  ),
  seated_at: z.iso.datetime(),
})

export const AuditAnswer = z.discriminatedUnion('kind', [CaseSeatAnswer, ReceiptSeatAnswer])
