import { z } from 'zod'
import { AnchorAnswer } from '@/lib/anchor/schemas'
import { Hash32, plainText } from '@/lib/http/schemas'
import { didField } from '@/lib/proof/fields'
import { verdictSchema } from '@/lib/proof/receipt'
import { JUDGEMENTS } from './attestation'

const BETWEEN = 'Give a number from 0 to 1 with at most 4 decimals.'

/** 0 to 1 with at most 4 decimals → the integer that is signed, times 10 000. As decimal text in a query. */
const Share = z
  .union([z.number(), z.string().max(32)], { error: BETWEEN })
  .refine((value) => /^(?:0(?:\.\d{1,4})?|1(?:\.0{1,4})?)$/.test(String(value)), BETWEEN)
  .transform((value) => Math.round(Number(value) * 10_000))

const Type = z.enum(JUDGEMENTS, { error: `One of ${JUDGEMENTS.join(', ')}.` })
const Signer = didField.meta({
  description: 'The name to sign with, when you have several: an agent of yours, or a wallet as did:pkh.',
})

/** What is stated: everything the signature is over. */
const said = { type: Type, score: Share.optional(), confidence: Share.optional(), evidence_hash: Hash32.optional() }

export const AttestationQuery = z.object({ ...said, did: Signer.optional() })

export const AttestationBody = z
  .strictObject({
    ...said,
    score: Share.optional().meta({ description: 'From 0 to 1, at most 4 decimals.' }),
    confidence: Share.optional().meta({ description: 'From 0 to 1, at most 4 decimals.' }),
    evidence_hash: Hash32.optional().meta({ description: 'sha256 of what the statement rests on.' }),
    evidence_ref: plainText(1, 2_048).optional().meta({ description: 'Where that can be found. Not signed.' }),
    signature: z.string().max(32_770),
    did: Signer.optional(),
    round: z.int().min(0).optional().meta({ description: 'The round it was signed for; the present one unless said.' }),
  })
  .refine(({ evidence_hash, evidence_ref }) => evidence_ref === undefined || evidence_hash !== undefined, {
    path: ['evidence_hash'],
    message: 'Give the hash of the evidence too: only that is signed.',
  })

const Domain = z.object({
  name: z.literal('Countersign'),
  version: z.literal('1'),
  chainId: z.int(),
})
const Message = z.record(z.string(), z.union([z.string(), z.number()]))

export const TextAnswer = z.object({
  did: z.string().meta({ description: 'Whose signature is asked for.' }),
  role: z.enum(['client', 'member']),
  round: z.int(),
  typed_data: z
    .record(z.string(), z.unknown())
    .optional()
    .meta({ description: 'For a wallet: `eth_signTypedData_v4`.' }),
  document: z
    .object({ domain: Domain, primary_type: z.literal('ReceiptStatement'), message: Message })
    .optional()
    .meta({ description: 'For a did:key: its Ed25519 key signs the canonical JSON (RFC 8785) of this.' }),
})

export const StatementAnswer = z.object({
  id: z.string(),
  type: z.enum([...JUDGEMENTS, 'COUNTERSIGNED']),
  role: z.enum(['client', 'provider', 'member']),
  signer: z.string(),
  member: z.string().nullable().meta({ description: 'The address a member sits with.' }),
  round: z.int(),
  trial: z.int().meta({ description: '0, or 1 in an appeal.' }),
  score: z.number().nullable(),
  confidence: z.number().nullable(),
  evidence_hash: z.string().nullable(),
  evidence_ref: z.string().nullable().meta({
    description: 'For the parties and those drawn to judge; null for others, and in lists of others’ receipts.',
  }),
  domain: Domain,
  message: Message,
  signature: z.string(),
  hash: z.string().meta({ description: 'sha256 of the signature.' }),
  created_at: z.iso.datetime(),
})

export const QuorumAnswer = z.object({ k: z.int(), m: z.int(), passes: z.int(), fails: z.int() })

export const AttestedAnswer = StatementAnswer.extend({
  receipt_id: z.string(),
  status: z.string().meta({ description: 'Of the receipt, after this statement.' }),
  quorum: QuorumAnswer.nullable().meta({ description: 'Null while no committee sits.' }),
})

export const FinalizeAnswer = z.object({ ok: z.literal(true), status: z.string() })

export const VerdictPath = z.object({ id: Hash32 })

export const VerdictAnswer = z.object({
  id: z.string().meta({ description: 'keccak256 of the canonical JSON of `verdict`.' }),
  verdict: verdictSchema,
  receipt_id: z.string(),
  anchor: AnchorAnswer,
})
