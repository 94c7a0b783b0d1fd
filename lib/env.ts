import { z } from 'zod'
import { isHostList } from './outbound/allowed-hosts'

/**
 * Every variable the product reads, with its default and bounds. `scripts/start` fills in what it starts itself
 * (database, chain, generated secrets); `.env.example` is checked against this list.
 */
const flag = z
  .enum(['true', 'false', '1', '0', 'on', 'off'])
  .transform((value) => value === 'true' || value === '1' || value === 'on')

const hexKey = z.string().regex(/^0x[0-9a-f]{64}$/i, 'a 0x-prefixed 32-byte private key')
const address = z
  .string()
  .regex(/^0x[0-9a-f]{40}$/i, 'a 0x-prefixed address')
  .transform((value) => value.toLowerCase() as `0x${string}`)
const optional = <T extends z.ZodType>(type: T) =>
  z.preprocess((value) => (value === '' ? undefined : value), type.optional())

const Env = z.object({
  PORT: z.coerce.number().int().min(0).max(65_535).default(3000),
  APP_URL: optional(z.url()),
  COUNTERSIGN_DATA_DIR: z.string().default('.countersign'),
  COUNTERSIGN_ENV: z.enum(['local', 'staging', 'production']).default('local'),
  DATABASE_URL: z.string().min(1),
  DATABASE_DIRECT_URL: optional(z.string()),
  DATABASE_POOL_SIZE: z.coerce.number().int().min(1).max(200).default(16),
  ANCHOR_CHAIN: z.coerce.number().int().positive().default(31337),
  ANCHOR_MAX_LEAVES: z.coerce.number().int().min(1).max(100_000).default(1024),
  ANCHOR_MAX_SECONDS: optional(z.coerce.number().int().min(1)),
  AUTH_SECRET: z.string().min(32),
  DESK_KEY: hexKey,
  DESK_KEY_PREVIOUS: optional(hexKey),
  ENCRYPTION_KEY: z.string().min(32),
  FUNDS_ALLOW_SINGLE: flag.default(false),
  CORS_ORIGINS: optional(z.string()),
  TRUST_PROXY: z.coerce.number().int().min(0).default(0),
  RATE_LIMIT_SCALE: z.coerce.number().positive().default(1),
  WALLETCONNECT_PROJECT_ID: optional(
    z.string().regex(/^[0-9a-f]{32}$/i, 'a WalletConnect project id: 32 hexadecimal digits'),
  ),
  LOG_LEVEL: z.enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']).default('info'),
  FF_GATEKEEPER: optional(flag),
  FF_CHALLENGES: optional(flag),
  FF_FIRE_MODE: optional(flag),
  FF_ENFORCED_MODE: optional(flag),
  FF_WEBHOOKS: optional(flag),
  WEBHOOK_ALLOWED_HOSTS: optional(z.string().refine(isHostList, 'host or host:port, with commas between')),
  RESEND_API_KEY: optional(z.string()),
  RESEND_BASE_URL: optional(z.url()),
  MAIL_FROM: z.string().min(3).default('Countersign <desk@localhost>'),
  TWILIO_ACCOUNT_SID: optional(z.string()),
  TWILIO_AUTH_TOKEN: optional(z.string()),
  TWILIO_FROM_NUMBER: optional(z.string().regex(/^\+[1-9]\d{6,14}$/, 'a number as +15551234567')),
  TWILIO_BASE_URL: optional(z.url()),
  METRICS_TOKEN: optional(z.string().min(16)),
  OTEL_EXPORTER_OTLP_ENDPOINT: optional(z.url()),
  OPERATOR_WALLETS: optional(z.string()),
  RETENTION_EVENT_DAYS: z.coerce.number().int().min(30).default(400),
  RETENTION_DELIVERY_DAYS: z.coerce.number().int().min(7).default(90),
  RETENTION_LOG_DAYS: z.coerce.number().int().min(1).default(7),
  POU_K: z.coerce.number().int().min(1).max(49).default(3),
  POU_M: z.coerce.number().int().min(1).max(49).default(5),
  POU_MIN_COMMITTEE: optional(z.coerce.number().int().min(1).max(99)),
  POU_FINALIZER_CRON: optional(z.string().regex(/^\S+ \S+ \S+ \S+ \S+$/, 'five fields of cron')),
  REPUTATION_ALPHA: z.coerce.number().gt(0).lte(1).default(0.2),
  ATTESTATION_GAS_BUDGET_WEI: optional(z.string().regex(/^\d{1,30}$/, 'wei a day for each organization and chain')),
  ATTESTATION_SCHEMAS: optional(
    z.string().regex(/^\s*\d+:0x[0-9a-f]{64}(?:\s*,\s*\d+:0x[0-9a-f]{64})*\s*$/i, 'chain id:uid, with commas between'),
  ),
  CHAIN_WEBHOOK_SECRET: optional(z.string().min(32)),
  CHAIN_WEBHOOK_SECRET_PREVIOUS: optional(z.string().min(32)),
  RABBITMQ_URL: optional(z.url()),
  COUNTERSIGN_TEST_CLOCK: flag.default(false),
})

/** A committee could otherwise decide two things at once, or nothing (domain §5). */
const Checked = Env.superRefine(({ POU_K: k, POU_M: m, POU_MIN_COMMITTEE, ANCHOR_CHAIN }, issues) => {
  const least = POU_MIN_COMMITTEE ?? (ANCHOR_CHAIN === 31_337 ? 1 : 3)
  const refuse = (name: string, message: string) => issues.addIssue({ code: 'custom', path: [name], message })
  if (k > m) refuse('POU_K', `POU_K is ${k} and POU_M ${m}: so many of so few can never agree`)
  else if (2 * k <= m) refuse('POU_K', `POU_K is ${k} and POU_M ${m}: more than half of them have to agree`)
  if (m % 2 === 0) refuse('POU_M', `POU_M is ${m}: a committee has an odd number of members`)
  if (least > m) refuse('POU_MIN_COMMITTEE', `the smallest committee has ${least} members, and POU_M is ${m}`)
})

export type Env = z.infer<typeof Env> & {
  APP_URL: string
  /** RPC URLs per chain id, from RPC_<chain id>. */
  rpcUrls: Map<number, string[]>
  /** Transaction senders per chain id, from SUBMITTER_KEY_<chain id>. */
  submitterKeys: Map<number, `0x${string}`>
  /** The contract that holds bonds, per chain id, from ESCROW_<chain id>. */
  escrows: Map<number, `0x${string}`>
  /** Where panel members lock their stake, per chain id, from AUDITOR_STAKE_<chain id>. */
  auditorStakes: Map<number, `0x${string}`>
  /** Addresses of what the local chain carries; other chains' are pinned in lib/proof/chains.ts. */
  local: { eas?: string; schemaRegistry?: string; testToken?: string; testFeed?: string }
}

/** Names of the variables in the table above, for the check of `.env.example`. */
export const ENV_NAMES: readonly string[] = [
  ...Object.keys(Env.shape),
  'RPC_31337',
  'SUBMITTER_KEY_31337',
  'ESCROW_31337',
  'AUDITOR_STAKE_31337',
]

let loaded: Env | undefined

/** The environment, parsed once. Throws an Error naming each bad variable, never its value. */
export function env(): Env {
  loaded ??= parseEnv(process.env)
  return loaded
}

/** Pure: see `env`. */
export function parseEnv(source: Record<string, string | undefined>): Env {
  const parsed = Checked.safeParse(source)
  if (!parsed.success) {
    const bad = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`)
    throw new Error(`The environment is not usable.\n  ${bad.join('\n  ')}`)
  }

  return {
    ...parsed.data,
    APP_URL: parsed.data.APP_URL?.replace(/\/$/, '') ?? `http://localhost:${parsed.data.PORT}`,
    rpcUrls: byChain(source, 'RPC_', (value) =>
      value
        .split(',')
        .map((url) => url.trim())
        .filter(Boolean),
    ),
    submitterKeys: byChain(source, 'SUBMITTER_KEY_', (value, name) => readAs(hexKey, name, value) as `0x${string}`),
    escrows: byChain(source, 'ESCROW_', (value, name) => readAs(address, name, value)),
    auditorStakes: byChain(source, 'AUDITOR_STAKE_', (value, name) => readAs(address, name, value)),
    local: {
      eas: source.EAS_31337?.toLowerCase(),
      schemaRegistry: source.SCHEMA_REGISTRY_31337?.toLowerCase(),
      testToken: source.TEST_TOKEN_31337?.toLowerCase(),
      testFeed: source.TEST_FEED_31337?.toLowerCase(),
    },
  }
}

/** Throws an Error that names the variable and not its value. */
function readAs<T extends z.ZodType>(type: T, name: string, value: string): z.output<T> {
  const parsed = type.safeParse(value)
  if (parsed.success) return parsed.data
  const bad = parsed.error.issues.map(({ message }) => `${name}: ${message}`)
  throw new Error(`The environment is not usable.\n  ${bad.join('\n  ')}`)
}

function byChain<T>(
  source: Record<string, string | undefined>,
  prefix: string,
  read: (value: string, name: string) => T,
): Map<number, T> {
  const found = new Map<number, T>()
  for (const [name, value] of Object.entries(source)) {
    const chainId = name.startsWith(prefix) ? Number(name.slice(prefix.length)) : Number.NaN
    if (value && Number.isSafeInteger(chainId) && chainId > 0) found.set(chainId, read(value, name))
  }
  return found
}
