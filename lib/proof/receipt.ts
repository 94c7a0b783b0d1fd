import { assetField, decimalField, didField, hashField, idField, timeField, uintField } from './fields'
import { type Hex, keccakHex } from './hash'
import { jcs } from './jcs'
import { MODES, OUTCOMES } from './outcomes'
import { z } from './zod'

export { MODES, type Mode, OUTCOMES, type Outcome } from './outcomes'

const modeField = z.enum(MODES)
const outcomeField = z.enum(OUTCOMES)
const commitmentsSchema = z.strictObject({ initiator_hash: hashField, counter_hash: hashField, final_hash: hashField })
const logSchema = z.strictObject({ head: hashField, length: uintField })

const common = {
  v: z.literal('countersign.receipt/1'),
  split: z.boolean(),
  amounts: z.array(z.strictObject({ did: didField, asset: assetField, amount: decimalField() })),
  signature_hashes: z.array(hashField),
  funds_proofs: z.array(idField),
  quorum: z.strictObject({
    kind: z.enum(['parties', 'oracle', 'moderator', 'committee', 'clock']),
    k: uintField,
    m: uintField,
  }),
  case: z.strictObject({ id: hashField, votes: z.array(hashField) }).nullable(),
  issued_at: timeField,
}

const challengeReceiptSchema = z.strictObject({
  ...common,
  kind: z.literal('challenge'),
  subject: idField,
  parties: z.array(z.strictObject({ role: z.enum(['creator', 'counterparty']), did: didField })),
  mode: modeField,
  terms_hash: hashField,
  commitments: commitmentsSchema,
  outcome: outcomeField,
  log: logSchema,
  task: z.null(),
})

const taskReceiptSchema = z.strictObject({
  ...common,
  kind: z.literal('task'),
  subject: z.string().min(1),
  parties: z.array(z.strictObject({ role: z.string().min(1), did: didField })),
  mode: modeField.nullable(),
  terms_hash: hashField.nullable(),
  commitments: commitmentsSchema.nullable(),
  outcome: outcomeField.nullable(),
  log: logSchema.nullable(),
  task: z.strictObject({
    intent_id: z.string().nullable(),
    negotiation_id: z.string().nullable(),
    intent_type: z.string(),
    agent_did: didField,
    client_did: didField,
    inputs_hash: hashField,
    outputs_hash: hashField,
    metrics: z.record(z.string(), z.unknown()),
    payment_ref: z.string().nullable(),
    amount_atomic: decimalField(),
  }),
})

/** `countersign.receipt/1`: of a challenge, or of an agent's task. Unknown fields are refused. */
export const receiptSchema = z.discriminatedUnion('kind', [challengeReceiptSchema, taskReceiptSchema])
export type Receipt = z.infer<typeof receiptSchema>
export type ChallengeReceipt = z.infer<typeof challengeReceiptSchema>
export type TaskReceipt = z.infer<typeof taskReceiptSchema>

/** `countersign.verdict/1`: what a committee decided, one for each decision. */
export const verdictSchema = z.strictObject({
  v: z.literal('countersign.verdict/1'),
  receipt: hashField,
  status: z.enum(['FINALIZED', 'FAILED', 'EXPIRED', 'REVERSED']),
  round: uintField,
  attestations: z.array(hashField),
  finalized_at: timeField,
})
export type Verdict = z.infer<typeof verdictSchema>

/** `countersign.case/1`: a dispute put to a panel. */
export const caseSchema = z.strictObject({
  v: z.literal('countersign.case/1'),
  final: hashField,
  deal: hashField,
  opener: didField,
  reason_hash: hashField,
  evidence: z.array(hashField),
})
export type Case = z.infer<typeof caseSchema>

/** keccak256 over the receipt's JCS. */
export function receiptId(receipt: Receipt): Hex {
  return keccakHex(jcs(receipt))
}

/**
 * What both sides of a task sign: the receipt's id while it names no signatures yet. Their hashes go into the receipt, so
 * they cannot be over its final id.
 */
export function countersignedId(receipt: TaskReceipt): Hex {
  return receiptId({ ...receipt, signature_hashes: [] })
}

/** keccak256 over the verdict's JCS. */
export function verdictId(verdict: Verdict): Hex {
  return keccakHex(jcs(verdict))
}

/** keccak256 over the case's JCS. */
export function caseId(document: Case): Hex {
  return keccakHex(jcs(document))
}
