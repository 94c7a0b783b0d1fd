import { z } from 'zod'
import { MAX_FILES } from '@/lib/evidence/limits'
import { EvidenceBody } from '@/lib/evidence/schemas'
import { PageQuery } from '@/lib/http/page'
import { Address, Amount, ChainRef, Hash32, Id, multilineText, plainText, Timestamp } from '@/lib/http/schemas'
import type { Hex } from '@/lib/proof/hash'
import { jcs } from '@/lib/proof/jcs'
import { MODES, OUTCOMES } from '@/lib/proof/receipt'
import { StakeAnswer } from '@/lib/stake/stake-answer'
import { ACTIONS, type Mode, type Outcome, ROLES, STATUSES } from './state'

const isIn =
  <T extends string>(list: readonly T[]) =>
  (value: string): value is T =>
    (list as readonly string[]).includes(value)

const ModeName = z
  .string()
  .refine(isIn(MODES), { message: `Choose one of ${MODES.join(', ')}.`, params: { code: 'E3001' } })
  .transform((value) => value as Mode)
  .meta({ enum: MODES })

const OutcomeName = z
  .string()
  .refine(isIn(OUTCOMES), { message: `Choose one of ${OUTCOMES.join(', ')}.`, params: { code: 'E3021' } })
  .transform((value) => value as Outcome)

const NOBODY = `0x${'00'.repeat(20)}`

/** A wallet as an address or a did:pkh, lower-case. Never the zero address: nobody signs with it, and to the escrow it means none. */
const PartyName = z.string().transform((text, ctx) => {
  const named = text.startsWith('did:') ? /^did:pkh:eip155:[1-9][0-9]*:(.*)$/.exec(text)?.[1] : text
  const address = Address.safeParse(named)
  if (address.success && address.data !== NOBODY) return address.data
  ctx.addIssue({
    code: 'custom',
    message: 'Name them by an address or a did:pkh.',
    params: { code: 'E1001' },
  })
  return z.NEVER
})

const MAX_UINT256 = 2n ** 256n - 1n

const FundsCheckBody = z
  .strictObject({
    asset_type: z.enum(['NATIVE', 'ERC20']),
    token_address: Address.optional(),
    min_balance: Amount.refine((value) => value > 0n && value <= MAX_UINT256, {
      message: 'Ask for more than nothing, in the smallest unit.',
      params: { code: 'E2005' },
    }),
    currency_symbol: plainText(1, 16),
    recheck: z.enum(['lock', 'end', 'both']).optional(),
  })
  .superRefine((check, ctx) => {
    if (check.asset_type === 'ERC20' && !check.token_address) {
      ctx.addIssue({
        code: 'custom',
        path: ['token_address'],
        message: 'An ERC20 check needs the address of its token.',
        params: { code: 'E2003' },
      })
    }
    if (check.asset_type === 'NATIVE' && check.token_address) {
      ctx.addIssue({
        code: 'custom',
        path: ['token_address'],
        message: 'A NATIVE check has no token: leave the address out.',
        params: { code: 'E2007' },
      })
    }
  })

const RequirementBody = z.strictObject({
  wallet_address: Address.optional(),
  network: ChainRef,
  funds_checks: z.array(FundsCheckBody).max(8).default([]),
  min_wallet_age_days: z.int().min(1).max(3650).optional(),
  min_transactions: z.int().min(1).max(1_000_000).optional(),
})

const DocumentBody = z.strictObject({
  name: plainText(1, 200),
  size: z.int().min(0).max(Number.MAX_SAFE_INTEGER),
  sha256: Hash32,
})

const seconds = z.int().positive()

/** Terms are hashed as JCS and kept as jsonb: what either cannot carry (a lone surrogate, NUL) cannot be signed. */
function isCanonical(terms: unknown): boolean {
  try {
    return !jcs(terms).includes('\\u0000')
  } catch {
    return false
  }
}

const TermsObject = z
  .record(z.string(), z.json())
  .refine((terms) => JSON.stringify(terms).length <= 32_768, { message: 'Keep the terms under 32 KiB.' })
  .refine(isCanonical, { message: 'The terms hold text or numbers that cannot be signed (a broken character?).' })

/** The largest amount the escrow takes. */
const MAX_UINT128 = 2n ** 128n - 1n

/** An amount put at risk; anything wrong with it is E4003, at the field. */
const bondAmount = (least: bigint, message: string) =>
  z
    .unknown()
    .transform((value, ctx) => {
      const units = typeof value === 'string' && /^(?:0|[1-9]\d{0,77})$/.test(value) ? BigInt(value) : null
      if (units !== null && units >= least && units <= MAX_UINT128) return units
      ctx.addIssue({
        code: 'custom',
        message: units !== null && units > MAX_UINT128 ? 'That is more than the escrow can hold.' : message,
        params: { code: 'E4003' },
      })
      return z.NEVER
    })
    .meta({ type: 'string', pattern: '^(?:0|[1-9]\\d{0,77})$', examples: ['1000000'] })

const AtRisk = bondAmount(1n, 'Say how much is put at risk, above zero, as decimal text in the smallest unit.')
const Base = bondAmount(0n, 'Give the base as decimal text in the smallest unit, or leave it out.').optional()

const BondBody = z.strictObject({
  network: ChainRef,
  token_address: Address.optional(),
  creator: AtRisk,
  counterparty: AtRisk,
  creator_base: Base,
  counterparty_base: Base,
})

const OracleBody = z.strictObject({
  feed: Address,
  comparator: z.enum(['gte', 'lte']),
  threshold: z
    .string()
    .regex(/^[1-9]\d{0,75}$/, 'Give the threshold as a whole number above zero, in the units of the feed.')
    .meta({ examples: ['300000000000'] }),
  not_before: Timestamp,
  max_age_seconds: z
    .int()
    .min(1)
    .max(30 * 86_400),
})

const PanelBody = z.strictObject({
  epoch: z.int().min(0).max(2_147_483_647).optional().meta({ description: 'Which roster; left out: the newest.' }),
  k: z.int().min(1).max(32),
  m: z.int().min(1).max(32),
  struck: z.array(Address).max(16).default([]),
})

const ResolutionBody = z.strictObject({
  strategy: z.enum(['MUTUAL', 'ORACLE', 'COMMITTEE', 'MODERATOR']),
  oracle: OracleBody.optional(),
  moderator: PartyName.optional(),
  panel: PanelBody.optional(),
})

const challengeFields = {
  mode: ModeName,
  title: plainText(1, 120),
  description: multilineText(5_000).nullish(),
  terms: TermsObject.nullish(),
  documents: z.array(DocumentBody).max(50).optional(),
  wallet_address: Address.optional(),
  counterparty: PartyName.nullish(),
  visibility: z.enum(['link', 'public', 'parties']).optional(),
  expires_at: Timestamp.nullish(),
  resolution_due_at: Timestamp.nullish(),
  external_id: plainText(1, 200).nullish(),
  return_url: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .nullish(),
  gatekeeper_requirements: z
    .strictObject({ creator: RequirementBody.nullish(), counterparty: RequirementBody.nullish() })
    .nullish(),
  bond: BondBody.nullish(),
  resolution: ResolutionBody.optional(),
  enforced_config: z
    .strictObject({
      accept_timeout_seconds: seconds.optional(),
      response_timeout_seconds: seconds.optional(),
      dispute_timeout_seconds: seconds.optional(),
    })
    .nullish(),
}

export const CreateChallenge = z.strictObject(challengeFields)
export type ChallengeBody = z.infer<typeof CreateChallenge>

const Changes = z
  .strictObject(challengeFields)
  .omit({ mode: true, wallet_address: true, counterparty: true, visibility: true, external_id: true, return_url: true })
  .partial()

export const PatchChallenge = z.strictObject(challengeFields).partial()
export const ChallengePath = z.object({ id: Id })

const Signature = z.string().max(16_384)
const Invite = z.string().max(200).optional()

export const SendChallenge = z.strictObject({ signature: Signature })
export const AcceptChallenge = z.strictObject({
  wallet_address: Address.optional(),
  signature: Signature,
  invite: Invite,
})
export const DeclineChallenge = z.strictObject({ reason: plainText(1, 500).optional(), invite: Invite })
export const CounterChallenge = z.strictObject({ changes: Changes, signature: Signature, invite: Invite })
export const ConfirmChallenge = z.strictObject({ outcome: OutcomeName.optional(), signature: Signature })
export const ExtendChallenge = z.strictObject({ until: Timestamp, signature: Signature })
export const CancelChallenge = z.strictObject({ signature: Signature.optional() })
export const SplitChallenge = z.strictObject({
  creator_bps: z.int().min(0).max(10_000).meta({ description: 'Hundredths of a percent of everything held.' }),
  signature: Signature,
})
export const ModerateChallenge = z.strictObject({ outcome: OutcomeName, signature: Signature })
export const RespondChallenge = z.strictObject({
  response: multilineText(5_000).min(1, 'Write your response.'),
  salt: Hash32.transform((salt) => salt as Hex).meta({
    description: '32 random bytes, so that nobody guesses the words.',
  }),
  tx_hash: Hash32.transform((hash) => hash as Hex).optional(),
})
export const DisputeChallenge = z.strictObject({
  reason: multilineText(5_000).min(1, 'Say what is wrong.'),
  evidence: z.array(EvidenceBody).max(MAX_FILES).optional(),
})
export const SeeChallenge = z.strictObject({ invite: Invite })

const IntentAction = z.enum(['send', 'accept', 'confirm', 'split', 'extend', 'cancel', 'counter', 'moderate', 'vote'])

export const AskIntent = z.strictObject({
  action: IntentAction.optional(),
  outcome: OutcomeName.optional(),
  creator_bps: z.coerce.number().int().min(0).max(10_000).optional(),
  until: Timestamp.optional(),
  wallet_address: Address.optional(),
  invite: Invite,
})
export const AskCounterIntent = z.strictObject({
  action: z.literal('counter'),
  changes: Changes,
  invite: Invite,
})

const Switch = z.enum(['0', '1', 'true', 'false']).transform((value) => value === '1' || value === 'true')

export const ChallengeFilter = PageQuery.extend({
  open: Switch.optional().meta({ description: 'Only those that have not ended.' }),
  waiting: Switch.optional().meta({
    description: 'Only those that wait for you to do something, the nearest deadline first.',
  }),
  status: z.enum(STATUSES).optional(),
  mode: z.enum(MODES).optional(),
  role: z.enum(['creator', 'counterparty']).optional(),
  external_id: z.string().max(200).optional(),
})

export const TypedDataAnswer = z.object({
  typed_data: z.object({
    types: z.record(z.string(), z.array(z.object({ name: z.string(), type: z.string() }))),
    primaryType: z.string(),
    domain: z.object({
      name: z.string(),
      version: z.string(),
      chainId: z.int(),
      verifyingContract: z.string().optional(),
    }),
    message: z.record(z.string(), z.union([z.string(), z.number()])),
  }),
})

const Did = z.string()
const SideVerification = z.object({
  wallet: z.enum(['PENDING', 'VERIFIED']),
  funds: z.enum(['NOT_REQUIRED', 'PENDING', 'PASSED', 'FAILED', 'ERROR']),
})

const SideResponse = z.object({
  hash: z.string().nullable().meta({ description: 'As it stands on chain.' }),
  response: z.string().optional(),
  salt: z.string().optional(),
  prepared_hash: z.string().optional().meta({ description: 'The hash of these words and their salt.' }),
})

/** What a caller sees of a challenge. */
export const ChallengeAnswer = z.object({
  id: z.string(),
  your_role: z.enum(ROLES).meta({ description: 'What the caller is to this challenge.' }),
  mode: z.enum(MODES),
  status: z.enum(STATUSES),
  outcome: z.enum(OUTCOMES).nullable(),
  split: z.boolean(),
  reason: z.object({ code: z.string(), text: z.string() }).nullable(),
  visibility: z.enum(['link', 'public', 'parties']),
  external_id: z.string().nullable(),
  return_url: z.string().nullable(),
  revision: z.int(),
  title: z.string(),
  description: z.string().nullable(),
  terms: z.record(z.string(), z.unknown()).nullable(),
  documents: z.array(z.object({ name: z.string(), size: z.int(), sha256: z.string() })),
  terms_hash: z.string().nullable(),
  accepted_at: z.iso.datetime().nullable(),
  case_id: z.string().optional().meta({ description: 'The dispute; a prepared one is shown to whoever prepared it.' }),
  creator: Did,
  counterparty: Did.nullable(),
  requirements: z.object({ creator: z.unknown().nullable(), counterparty: z.unknown().nullable() }).nullable(),
  verification: z.object({ creator: SideVerification, counterparty: SideVerification }),
  bond: z.record(z.string(), z.unknown()).nullable(),
  resolution: z.record(z.string(), z.unknown()),
  deal_id: z.string().nullable(),
  stakes: z.array(StakeAnswer),
  responses: z
    .object({ creator: SideResponse, counterparty: SideResponse })
    .nullable()
    .meta({ description: 'ENFORCED: sealed until both hashes are on chain.' }),
  deadline: z
    .object({
      at: z.iso.datetime(),
      then: z.enum(['CANCELLED', 'EXPIRED']),
      chain_at: z.iso.datetime().optional().meta({ description: 'When the contract itself gives everything back.' }),
    })
    .nullable(),
  traffic_light: z.object({
    state: z.enum(['GREEN', 'YELLOW', 'RED']),
    reasons: z.array(z.object({ code: z.string(), state: z.enum(['GREEN', 'YELLOW', 'RED']), text: z.string() })),
  }),
  commitments: z.object({
    initiator_hash: z.string().nullable(),
    counter_hash: z.string().nullable(),
    final_hash: z.string().nullable(),
  }),
  offers: z.array(
    z.object({
      role: z.enum(['creator', 'counterparty', 'moderator']),
      action: z.string(),
      outcome: z.string().nullable(),
      to_creator: z.string().nullable().meta({ description: 'Of a split: exactly what they get.' }),
      to_counterparty: z.string().nullable(),
      until: z.iso.datetime().nullable(),
      valid_until: z.iso.datetime().nullable(),
      created_at: z.iso.datetime(),
    }),
  ),
  actions: z.array(z.enum(ACTIONS)),
  invite_url: z.string().optional(),
  receipt_id: z.string().optional(),
  log_head: z.string(),
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

export const InvitePath = z.object({ token: z.string().max(200) })

export const LogAnswer = z.object({
  data: z.array(
    z.object({
      sequence: z.int(),
      at: z.iso.datetime(),
      actor: z.string(),
      action: z.string(),
      before: z.string().nullable(),
      after: z.string().nullable(),
      data: z.record(z.string(), z.unknown()),
      hash: z.string(),
    }),
  ),
  /** A log is never cut into pages: its hashes are checked as a whole. */
  next_cursor: z.null(),
  head: z.string(),
  length: z.int(),
})

const EndingAnswer = z.object({
  status: z.enum(['COMPLETED', 'CANCELLED', 'EXPIRED']),
  outcome: z.enum(OUTCOMES).nullable(),
  by: z.string(),
  at: z.iso.datetime(),
  chain_at: z.iso.datetime().optional().meta({
    description: 'Bonded: the contract’s own time, after which anybody may end it so without the desk.',
  }),
  automatic: z.boolean(),
  split: z.boolean().optional(),
  amounts: z
    .array(
      z.object({
        to: z.enum(['creator', 'counterparty', 'panel', 'treasury', 'burn']),
        amount: z.string(),
        asset: z.string(),
      }),
    )
    .meta({ description: 'What each is credited in the escrow, in the smallest unit of the asset (CAIP-19).' }),
  receipt: z.boolean(),
  text: z.string(),
})

export const RehearsalAnswer = z.object({ endings: z.array(EndingAnswer) })
export const InviteAnswer = z.object({ challenge: ChallengeAnswer, endings: z.array(EndingAnswer) })
