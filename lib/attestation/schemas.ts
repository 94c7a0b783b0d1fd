import { z } from 'zod'
import { PageQuery } from '@/lib/http/page'
import { Address, Amount, ChainRef, Hash32, Id, plainText, Timestamp } from '@/lib/http/schemas'
import { CallsAnswer } from '@/lib/stake/schemas'
import { SchemaRef } from './schema/schemas'
import { ITEM_STATUSES, MAX_BATCH, MAX_PRIORITY, OPERATIONS, WORKFLOW_STATUSES } from './types'

const MAX_CAPABILITIES = 64
const MAX_CAPABILITY = 100
const MAX_DATA_BYTES = 8_192
/** The last second of the year 9999, in Unix seconds. */
export const MAX_SECONDS = 253_402_300_799

/** A token's number, wide or not: decimal text, or a number JavaScript holds exactly. */
const TokenId = z
  .union([z.int().min(0).transform(String), z.string()], { error: 'Give the token id as decimal text.' })
  .pipe(Amount)
  .describe('Decimal text; up to 256 bits.')

/** A time, or Unix seconds; 0: never → Unix seconds. */
const Expiration = z
  .union([z.int().min(0).max(MAX_SECONDS), Timestamp.transform((time) => Math.floor(time.getTime() / 1000))], {
    error: 'Give a time like 2027-11-20T12:00:00Z, Unix seconds, or 0 for never.',
  })
  .describe('A time, or Unix seconds; never unless said.')

export const Capabilities = z.array(plainText(1, MAX_CAPABILITY)).min(1).max(MAX_CAPABILITIES)

const what = {
  recipient: Address.describe('The wallet it is about.'),
  integra_hash: Hash32.optional().describe('The document, by its hash.'),
  token_id: TokenId.optional(),
  capabilities: Capabilities.optional().describe('What the recipient may do: view, transfer, …'),
  data: z
    .string()
    .regex(
      new RegExp(`^0x(?:[0-9a-fA-F]{2}){0,${MAX_DATA_BYTES}}$`),
      'Give the encoded fields as 0x and hexadecimal digits.',
    )
    .toLowerCase()
    .optional()
    .describe('The encoded fields, under a schema other than a capability’s.'),
  expiration_time: Expiration.default(0),
  revocable: z.boolean().optional().describe('true unless the schema is not.'),
  ref_uid: Hash32.optional().describe('An attestation it refers to.'),
}

const Priority = z.int().min(0).max(MAX_PRIORITY)

export const NewItem = z.strictObject({ ...what, priority: Priority.optional() })
export type NewItem = z.output<typeof NewItem>

const where = { chain_id: ChainRef, schema: SchemaRef.default('capability') }

export const CreateAttestation = z.strictObject({
  ...where,
  ...what,
  priority: Priority.default(0).describe('0 to 10, the highest first.'),
})
export type CreateAttestation = z.output<typeof CreateAttestation>

export const CreateBatch = z.strictObject({
  ...where,
  priority: Priority.default(0).describe('Of items that name none.'),
  items: z.array(NewItem).min(1).max(MAX_BATCH),
})
export type CreateBatch = z.output<typeof CreateBatch>

export const UidPath = z.object({ uid: Hash32 })

export const RevokeAttestation = z.strictObject({
  chain_id: ChainRef.optional().describe('Needed only where two chains hold the same uid.'),
  priority: Priority.default(0),
})
export type RevokeAttestation = z.output<typeof RevokeAttestation>

export const StartedAnswer = z.object({ workflow_id: z.uuid(), status: z.enum(WORKFLOW_STATUSES) })
export const StartedBatchAnswer = StartedAnswer.extend({ count: z.int() })

export const AttestationFilter = PageQuery.extend({
  direction: z.enum(['sent', 'received']).default('sent').describe('received: by wallets of yours.'),
  chain_id: ChainRef.optional(),
  recipient: Address.optional(),
  integra_hash: Hash32.optional(),
  status: z.enum(['SIGNED', 'CONFIRMED', 'REVOKED']).optional(),
})
export type AttestationFilter = z.output<typeof AttestationFilter>

export const AttestationAnswer = z.object({
  chain_id: z.string(),
  uid: z.string(),
  schema_uid: z.string(),
  attester: z.string(),
  recipient: z.string(),
  integra_hash: z.string().nullable(),
  token_id: z.string().nullable(),
  capabilities: z.array(z.string()),
  data: z.string(),
  ref_uid: z.string().nullable(),
  expiration_time: z.iso.datetime().nullable().describe('null: never.'),
  revocable: z.boolean(),
  offchain: z.boolean(),
  status: z.enum(['SIGNED', 'CONFIRMED', 'REVOKED']).describe('SIGNED: off chain, and not anchored yet.'),
  direction: z.enum(['sent', 'received']),
  issued_at: z.iso.datetime(),
  revoked_at: z.iso.datetime().nullable(),
  tx_hash: z.string().nullable(),
  block_number: z.int().nullable(),
})

const Anchor = z.object({
  kind: z.literal('offchain'),
  id: z.string(),
  proof: z.array(z.string()),
  root: z.string(),
  anchor: z.record(z.string(), z.unknown()).describe('As in bundles: its state, and where the root is timestamped.'),
})

export const AttestationDetail = AttestationAnswer.extend({
  document: z.record(z.string(), z.unknown()).nullable().describe('Off chain: the signed EAS document, whole.'),
  inclusion: Anchor.nullable().describe('Off chain: its place in an anchored batch; null while it is in none.'),
})

const Failure = z.object({ code: z.string(), text: z.string() })

export const WorkflowItem = z.object({
  index: z.int(),
  status: z.enum(ITEM_STATUSES),
  recipient: z.string().nullable().describe('null: a revocation.'),
  integra_hash: z.string().nullable().describe('Of a capability, like what follows.'),
  token_id: z.string().nullable(),
  capabilities: z.array(z.string()),
  expiration_time: z.iso.datetime().nullable().describe('null: never, or a revocation.'),
  uid: z.string().optional(),
  tx_hash: z.string().optional(),
  error: Failure.optional(),
})

export const WorkflowSummary = z.object({
  id: z.uuid(),
  operation: z.enum(OPERATIONS),
  chain_id: z.string(),
  schema_uid: z.string(),
  issuer_id: z.uuid(),
  status: z.enum(WORKFLOW_STATUSES),
  confirmed: z.int(),
  failed: z.int().describe('Failed and expired.'),
  total: z.int(),
  created_at: z.iso.datetime(),
})

export const WorkflowAnswer = WorkflowSummary.extend({ items: z.array(WorkflowItem) })

export const WorkflowPath = z.object({ id: Id })
export const WorkflowQuery = z.object({
  after: z.coerce.number().int().min(-1).max(MAX_BATCH).default(-1).describe('Only items with a higher index.'),
})

export const PrepareQuery = z.object({
  resend: z
    .enum(['true', 'false'])
    .default('false')
    .transform((value) => value === 'true')
    .describe('Also what was said to be sent. Only when your wallet says that those transactions are gone.'),
})

export const PreparedAnswer = CallsAnswer.extend({
  calls: z.array(
    CallsAnswer.shape.calls.element.extend({
      indexes: z.array(z.int()).describe('Which items of the workflow it is.'),
    }),
  ),
  from: z.string().describe('The issuer: only from there they mean anything.'),
  sent: z.int().describe('How many were said to be sent and are left out.'),
})

export const NoteSent = z.strictObject({
  tx_hash: Hash32,
  indexes: z
    .array(z.int().min(0).max(MAX_BATCH))
    .min(1)
    .max(MAX_BATCH)
    .describe('Of the call of `prepare` that it is.'),
})
export type NoteSent = z.output<typeof NoteSent>

export const SentAnswer = z.object({
  workflow_id: z.uuid(),
  noted: z.int().describe('How many of them still waited.'),
})

export const DeadItem = WorkflowItem.extend({
  workflow_id: z.uuid(),
  operation: z.enum(OPERATIONS),
  chain_id: z.string(),
  replays: z.int().describe('How often it was tried anew by hand; three times at most.'),
  updated_at: z.iso.datetime(),
})

export const ReplayWorkflow = z.strictObject({
  indexes: z
    .array(z.int().min(0).max(MAX_BATCH))
    .min(1)
    .max(MAX_BATCH)
    .optional()
    .describe('Only these; all that failed unless said.'),
})
export type ReplayWorkflow = z.output<typeof ReplayWorkflow>

export const ReplayedAnswer = WorkflowAnswer.extend({
  workflow_id: z.uuid().describe('As `id`.'),
  replayed: z.int(),
  left_out: z.int().describe('Failed or expired, and tried anew three times already.'),
})
