import { z } from 'zod'
import { pageOf } from '@/lib/http/page'
import { Id, multilineText, plainText } from '@/lib/http/schemas'
import { networkOf } from '@/lib/proof/chains'
import { parseDid } from '@/lib/proof/did'
import { parseDidKey } from '@/lib/proof/did-key'
import { toChecksum } from '@/lib/wallet/checksum'
import { STANDINGS } from './agent'

const MAX_CAPABILITIES = 50
const MAX_TAGS = 20
const MIN_TTL = 60
const MAX_TTL = 365 * 86_400

const WRONG_DID =
  'This is not a DID we know: did:pkh:eip155:<chain>:<address>, or did:key of an Ed25519 key (it begins with z6Mk).'

/** A did:pkh of a chain this desk knows, lower-case, or the did:key of an Ed25519 key. */
export const Did = z
  .string({ error: WRONG_DID })
  .max(200, WRONG_DID)
  .transform((value, ctx) => {
    const did = toDid(value)
    if (did) return did
    ctx.addIssue({ code: 'custom', message: WRONG_DID })
    return z.NEVER
  })
  .meta({ examples: ['did:pkh:eip155:31337:0xbcd4042de499d14e55001ccbb24a551f3b954096'] })

function toDid(value: string): string | null {
  if (parseDidKey(value)) return value
  const match = /^(did:pkh:eip155:[1-9]\d{0,15}:)(0x[0-9a-fA-F]{40})$/.exec(value)
  const [, start, address] = match ?? []
  if (!start || !address) return null
  const lower = address.toLowerCase()
  if (address !== lower && address !== toChecksum(lower)) return null

  const account = parseDid(start + lower)
  return account && networkOf(account.chainId) ? start + lower : null
}

/** Semantic Versioning 2.0.0, its own expression. */
const SEMVER =
  /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(?:-((?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*)(?:\.(?:0|[1-9]\d*|\d*[a-zA-Z-][0-9a-zA-Z-]*))*))?(?:\+([0-9a-zA-Z-]+(?:\.[0-9a-zA-Z-]+)*))?$/

export const Tag = z
  .string()
  .max(32, 'A tag has at most 32 characters.')
  .toLowerCase()
  .regex(/^[a-z0-9]+(?:[._-][a-z0-9]+)*$/, 'A tag is of letters, digits and single . _ - in between.')

export const Capability = z.strictObject({
  description: multilineText(1_000)
    .min(1, 'Say what it does.')
    .refine((text) => text.trim() !== '', 'Say what it does.'),
  tags: z
    .array(Tag)
    .max(MAX_TAGS, `At most ${MAX_TAGS} tags.`)
    .default([])
    .transform((tags) => [...new Set(tags)]),
  version: z.string().max(64).regex(SEMVER, 'Give a semantic version, for example 1.0.0.'),
})

export const AgentChallengeBody = z.strictObject({ did: Did })

export const AgentChallengeAnswer = z.object({
  challenge_id: Id,
  message: z.string().meta({
    description: 'Sign it exactly as it is: a wallet with personal_sign, an Ed25519 key over its UTF-8 bytes.',
  }),
  expires_at: z.iso.datetime(),
})

export const RegisterAgent = z.strictObject({
  did: Did,
  challenge_id: Id,
  signature: z.string({ error: 'Send the signature over the challenge.' }).max(16_384),
  name: plainText(1, 80).nullable().optional(),
  capabilities: z
    .array(Capability)
    .min(1, 'Name at least one thing it can do.')
    .max(MAX_CAPABILITIES, `At most ${MAX_CAPABILITIES} capabilities.`)
    .optional()
    .meta({ description: 'Needed the first time; left out later, what was there stays. So does the name.' }),
  ttl_seconds: z
    .int()
    .min(MIN_TTL, 'At least a minute.')
    .max(MAX_TTL, 'At most 365 days.')
    .optional()
    .meta({ description: 'How long it counts as active from now: 60 to 31 536 000; 30 days unless said.' }),
})
export type RegisterAgent = z.output<typeof RegisterAgent>

/** A path may have its colons escaped; no DID has a percent sign of its own. */
const DidInPath = z
  .string()
  .transform((value) => value.replaceAll(/%3a/gi, ':'))
  .pipe(Did)

export const AgentPath = z.object({ did: DidInPath })

export const AuditorBody = z.strictObject({ auditor: z.boolean({ error: 'Say true or false.' }) })

export const StakeAnswer = z.object({
  chain_id: z.string(),
  contract: z.string(),
  minimum: z
    .string()
    .nullable()
    .meta({ description: 'In wei. 0: nobody needs one on this chain. null: the chain cannot be asked now.' }),
  locked: z.string().meta({ description: 'Confirmed, and not asked back.' }),
  waiting: z.string().meta({ description: 'Asked back: free 30 days after.' }),
  free_at: z.iso.datetime().nullable(),
})

export const AgentAnswer = z.object({
  did: z.string(),
  member: z.string().meta({ description: 'The address it is drawn by.' }),
  name: z.string().nullable(),
  capabilities: z.array(z.object({ description: z.string(), tags: z.array(z.string()), version: z.string() })),
  tags: z.array(z.string()),
  active: z.boolean(),
  ttl_seconds: z.int(),
  expires_at: z.iso.datetime(),
  auditor: z.boolean(),
  auditor_since: z.iso.datetime().nullable(),
  standing: z.enum(STANDINGS).meta({
    description:
      'Whether the next roster lists it. UNKNOWN: the chain cannot be asked now. COMMITTEES_OFF: this desk has none. OFF: it does not ask to. NOT_LINKED: its wallet left its owner’s account. NO_STAKE: less is locked than the minimum.',
  }),
  stake: StakeAnswer.nullable().meta({
    description: 'On the chain this desk anchors on; null without a contract there.',
  }),
  trust: z.number().meta({ description: 'trust′ now, 0 to 1; 0.5 without history.' }),
  reputation_url: z.string(),
  yours: z.boolean(),
  registered_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
})

const list = z.union([z.string(), z.array(z.string())]).transform((value) =>
  [value]
    .flat()
    .flatMap((part) => part.split(','))
    .map((part) => part.trim())
    .filter(Boolean),
)

export const AgentFilter = z.object({
  limit: z.coerce.number({ error: 'Ask for 1 to 100 at a time.' }).int().min(1).max(100).default(20),
  q: plainText(0, 200).optional().meta({ description: 'Words to look for in names, descriptions and tags.' }),
  tags: list.pipe(z.array(Tag).max(MAX_TAGS)).optional().meta({ description: 'All of these, with commas between.' }),
  min_trust: z.coerce.number({ error: 'Give a number from 0 to 1.' }).min(0).max(1).optional(),
  mine: z
    .enum(['0', '1', 'true', 'false'])
    .optional()
    .transform((value) => value === '1' || value === 'true')
    .meta({ description: 'Only yours, expired ones too.' }),
})
export type AgentFilter = z.output<typeof AgentFilter>

export const FoundAgent = z.object({
  did: z.string(),
  name: z.string().nullable(),
  capabilities: AgentAnswer.shape.capabilities,
  tags: z.array(z.string()),
  auditor: z.boolean(),
  active: z.boolean(),
  expires_at: z.iso.datetime(),
  rank: z.object({
    score: z.number().meta({ description: '0.6·similarity + 0.3·trust + 0.1·usefulness.' }),
    similarity: z.number().meta({
      description: 'The share of the words asked for that were found: in a tag 1, in a name or description 0.7.',
    }),
    trust: z.number(),
    usefulness: z.number(),
    why: z.string(),
  }),
})
export const FoundAgents = pageOf(FoundAgent)
