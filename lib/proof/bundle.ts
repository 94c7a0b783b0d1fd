import {
  addressField,
  assetField,
  chainIdField,
  decimalField,
  didKeyField,
  hashField,
  hexField,
  idField,
  networkField,
  timeField,
  uint32Field,
  uintField,
} from './fields'
import { type Hex, keccakHex } from './hash'
import { jcs, jcsBytes } from './jcs'
import { logEntrySchema } from './log'
import { LEAF_KINDS, type LeafKind } from './merkle'
import { caseSchema, receiptSchema, verdictSchema } from './receipt'
import { type FieldType, type MessageOf, type PrimaryType, type SealMessage, TYPES } from './typed-data'
import { z } from './zod'

const FIELDS: Record<FieldType, z.ZodType> = {
  string: z.string(),
  uint32: uint32Field,
  uint64: decimalField(2n ** 64n - 1n),
  uint256: decimalField(),
  address: addressField,
  bytes32: hashField,
}

/** The schema of a signed message, made from its EIP-712 type so that the two cannot differ. */
function messageSchema<P extends PrimaryType>(primaryType: P): z.ZodType<MessageOf<P>> {
  const shape = TYPES[primaryType].map(({ name, type }) => {
    const field = FIELDS[type]
    return [name, name === 'score' || name === 'confidence' ? field.optional() : field]
  })
  return z.strictObject(Object.fromEntries(shape)) as unknown as z.ZodType<MessageOf<P>>
}

export const domainSchema = z.strictObject({
  name: z.literal('Countersign'),
  version: z.literal('1'),
  chainId: chainIdField,
  verifyingContract: addressField.optional(),
})

export const intentPayloadSchema = z.strictObject({
  v: z.literal('countersign.intent/1'),
  domain: domainSchema,
  message: messageSchema('Intent'),
  signer: addressField,
  signature: hexField,
})

const settlementSchema = z.strictObject({
  message: messageSchema('Settle'),
  domain: domainSchema,
  signer: addressField,
  signature: hexField,
})

/** A panel member's signed outcome, among what settled it. */
const voteSchema = z.strictObject({
  message: messageSchema('Vote'),
  domain: domainSchema,
  signer: addressField,
  signature: hexField,
})

const statementSchema = z.strictObject({
  message: messageSchema('ReceiptStatement'),
  domain: domainSchema,
  /** As whom they spoke, of a task. */
  role: z.enum(['client', 'provider', 'member']).optional(),
  signer: z.union([addressField, didKeyField]),
  signature: hexField,
})

/** A funds proof as the bundle carries it: never the wallet, and in a redacted bundle not the threshold either. */
const fundsProofSchema = z.strictObject({
  id: idField,
  role: z.enum(['creator', 'counterparty']),
  phase: z.enum(['lock', 'end']),
  network: networkField,
  asset: assetField,
  asset_type: z.enum(['NATIVE', 'ERC20']),
  /** Absent: a balance. Otherwise `min_balance` counts the wallet's days, or its transactions. */
  kind: z.enum(['WALLET_AGE', 'TX_COUNT']).optional(),
  status: z.enum(['PASSED', 'FAILED', 'ERROR']),
  min_balance: decimalField().optional(),
  block_number: uintField.nullable(),
  block_hash: hashField.nullable(),
  finalized_block_hash: hashField.nullable(),
  providers_agreed: uintField,
  balance_commitment: hashField.nullable(),
  checked_at: timeField,
})

export const anchorSchema = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('pending') }),
  z.strictObject({
    state: z.literal('FINAL'),
    chain_id: chainIdField,
    eas: addressField,
    root: hashField,
    tx_hash: hashField,
    block_number: uintField,
    block_time: timeField,
  }),
])

const intField = z.string().refine((text) => /^(?:0|-?[1-9][0-9]{0,77})$/.test(text), 'not a decimal integer')
const amountField = decimalField(2n ** 128n - 1n)
const secondsField = decimalField(2n ** 64n - 1n)

/** The deal in the escrow, whole: its id follows from it, and from it what each ending pays (domain §4). */
const dealSchema = z.strictObject({
  chain_id: chainIdField,
  escrow: addressField,
  /** The transaction that ended it; null while the desk knows of none. */
  ended_tx: hashField.nullable(),
  document: z.strictObject({
    creator: addressField,
    counterparty: addressField,
    token: addressField,
    creatorBond: amountField,
    counterpartyBond: amountField,
    creatorBase: amountField,
    counterpartyBase: amountField,
    joinBy: secondsField,
    respondBy: secondsField,
    settleBy: secondsField,
    disputeWindow: secondsField,
    resolver: addressField,
    oracle: z.strictObject({
      feed: addressField,
      comparator: z.union([z.literal(0), z.literal(1)]),
      threshold: intField,
      notBefore: secondsField,
      maxAge: secondsField,
    }),
    panel: z.strictObject({
      root: hashField,
      totalWeight: decimalField(),
      k: uint32Field,
      m: uint32Field,
      struck: z.array(addressField).max(16),
    }),
    finalHash: hashField,
    salt: hashField,
  }),
})

/** One round of a draw: the block it took its randomness from, and who sat, each by the attempt that drew them. */
const roundSchema = z.strictObject({
  round: uint32Field,
  chain_id: chainIdField,
  block_number: uintField,
  block_hash: hashField,
  seed: hashField,
  seats: z
    .array(z.strictObject({ member: addressField, attempt: uint32Field }))
    .min(1)
    .max(100),
})

/** A leaf with the anchor of its own batch. */
const anchoredLeaf = <K extends LeafKind>(...kinds: readonly [K, ...K[]]) =>
  z.strictObject({ kind: z.enum(kinds), id: hashField, proof: z.array(hashField), anchor: anchorSchema.options[1] })

const bundledRosterSchema = z.strictObject({
  epoch: uintField,
  root: hashField,
  total_weight: decimalField(),
  rows: z
    .array(z.strictObject({ id: z.string().min(1).max(300), weight: decimalField() }))
    .min(1)
    .max(10_000),
})

/** Members that could not be drawn, and why. */
const excludedSchema = z.array(z.strictObject({ member: addressField, reason: z.string().min(1).max(40) }))

/** How the panel of a dispute was seated: everything the draw can be repeated from. */
const drawSchema = z.strictObject({
  case: caseSchema,
  k: uintField,
  m: uintField,
  roster: bundledRosterSchema,
  excluded: excludedSchema,
  rounds: z.array(roundSchema).min(1).max(10),
  /** Of an unbonded case: where it and its roster stood on the anchor chain before anybody knew the block. */
  anchored: z.array(anchoredLeaf('case', 'roster')).max(2),
})

/** How the committees of a task's receipt were seated: the first, in place of its silent members, and after an appeal. */
const receiptDrawSchema = z.strictObject({
  receipt: hashField,
  rosters: z.array(bundledRosterSchema).min(1).max(2),
  rounds: z
    .array(
      roundSchema.extend({
        kind: z.enum(['DRAW', 'REDRAW', 'APPEAL']),
        k: uintField,
        m: uintField,
        /** The hour of the roster it was drawn from. */
        roster: uintField,
        excluded: excludedSchema,
      }),
    )
    .min(1)
    .max(4),
  /** Where the receipt and the rosters stood on the anchor chain before anybody knew the blocks. */
  anchored: z.array(anchoredLeaf('receipt', 'roster')).max(3),
})

/**
 * `countersign.bundle/1`. Unknown fields are refused. `deal` is there when there were bonds, and only then. A task has no
 * intents; `anchored` has its verdicts, each under the anchor of its own batch, and `earlier_verdicts` those before the
 * last.
 */
export const bundleSchema = z.strictObject({
  v: z.literal('countersign.bundle/1'),
  receipt: receiptSchema,
  intents: z.union([
    z.array(intentPayloadSchema).min(1).max(2),
    z.strictObject({ redacted: z.tuple([hashField, hashField]) }),
    z.tuple([]),
  ]),
  settlement: z.array(z.union([settlementSchema, voteSchema])),
  log: z.array(logEntrySchema),
  funds: z.array(fundsProofSchema),
  statements: z.array(statementSchema),
  deal: dealSchema.optional(),
  draw: z.union([drawSchema, receiptDrawSchema]).nullable(),
  verdict: verdictSchema.nullable(),
  earlier_verdicts: z.array(verdictSchema).min(1).max(4).optional(),
  anchored: z.array(anchoredLeaf('verdict')).min(1).max(5).optional(),
  inclusion: z.array(z.strictObject({ kind: z.enum(LEAF_KINDS), id: hashField, proof: z.array(hashField) })),
  anchor: anchorSchema,
  desk: z.strictObject({ address: addressField, signature: hexField }),
})

export type Bundle = z.infer<typeof bundleSchema>
export type UnsealedBundle = Omit<Bundle, 'desk'>
export type Settlement = z.infer<typeof settlementSchema>
export type SignedVote = z.infer<typeof voteSchema>
export type BundledDeal = z.infer<typeof dealSchema>
export type BundledDraw = z.infer<typeof drawSchema>
export type ReceiptDraw = z.infer<typeof receiptDrawSchema>
export type BundledRoster = z.infer<typeof bundledRosterSchema>
export type Statement = z.infer<typeof statementSchema>
export type BundledFundsProof = z.infer<typeof fundsProofSchema>
export type Anchor = z.infer<typeof anchorSchema>

/** Whether what settled it is a party's or moderator's Settle; else it is a panel member's Vote. */
export function isSettle(item: Settlement | SignedVote): item is Settlement {
  return 'validUntil' in item.message
}

/** Whether a draw seated the panel of a dispute; else the committees of a task's receipt. */
export function isCaseDraw(draw: BundledDraw | ReceiptDraw): draw is BundledDraw {
  return 'case' in draw
}

/** keccak256 over the JCS of everything but `desk`; a `desk` that is there is left out. */
export function sealHash(bundle: UnsealedBundle | Bundle): Hex {
  const { desk: _, ...sealed } = bundle as Bundle
  return keccakHex(jcs(sealed))
}

/** The BundleSeal that the desk signs, in the domain of its anchor chain. */
export function sealMessage(hash: Hex): SealMessage {
  return { title: 'Countersign: seal of a bundle', hash }
}

/** The file: exactly the bundle's JCS bytes. */
export function bundleBytes(bundle: Bundle): Uint8Array {
  return jcsBytes(bundle)
}
