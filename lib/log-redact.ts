const CENSOR = '[redacted]'
const MAX_DEPTH = 6
const MAX_ENTRIES = 100
const MAX_TEXT = 2_000

/** Names under which something secret, a balance, a person's address or a whole body may stand, however they are written. */
const SECRET_NAME =
  /authori[sz]ation|cookie|signature|token$|secret|salt|balance|passw|passphrase|mnemonic|private|credential|bearer|jwt|dsn|connectionstring|^key$|[a-z]key$|keymaterial|^(?:raw|body|payload|data|answer|invite|otp|code_?hash|e?mail|phone|headers|params|calldata)$/i

/** What stands behind the host of a URL, and what before it: keys of providers, passwords, invites. */
const URLS = /\b([a-z][a-z0-9+.-]*:\/\/)(?:[^\s/?#@"']*@)?([^\s/?#"'@]+)([^\s"']*)/gi
/** Ours that may stand in a message of ours all the same: API keys, webhook secrets, bearer tokens, JWTs. */
const TOKENS = /\b(?:Bearer\s+\S+|whsec_[\w+/=-]+|(?:cst|csk|sk|re|pk)_[\w-]{8,}\S*|eyJ[\w-]+\.[\w-]+\.[\w-]*)/g

/**
 * Pure: `value` as it may be logged. Values under a secret-like name are replaced at any depth, errors told by name, code
 * and place only (messages of RPC, database and HTTP libraries carry URLs with keys and bodies), URLs cut to their host,
 * bytes left out. Never throws, and ends on circles.
 */
export function loggable(value: unknown, depth = 0): unknown {
  if (typeof value === 'string') return loggableText(value)
  if (typeof value === 'bigint') return value.toString()
  if (typeof value !== 'object' || value === null) return typeof value === 'function' ? '[function]' : value
  if (value instanceof Error) return describeError(value, depth)
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? null : value.toISOString()
  if (value instanceof URL) return loggableText(value.href)
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) return '[bytes]'
  if (depth >= MAX_DEPTH) return '[deeper]'
  if (Array.isArray(value)) return value.slice(0, MAX_ENTRIES).map((each) => loggable(each, depth + 1))

  const told: Record<string, unknown> = {}
  for (const [name, each] of Object.entries(value).slice(0, MAX_ENTRIES)) {
    told[name] = isSecretName(name) && each !== null && each !== undefined ? CENSOR : loggable(each, depth + 1)
  }
  return told
}

/** Pure: whether what stands under this name is never logged. */
export function isSecretName(name: string): boolean {
  return SECRET_NAME.test(name) || SECRET_NAME.test(name.replace(/[-_.\s]/g, ''))
}

/** Pure: a text as it may be logged: without what stands behind a host, and without our own tokens. */
export function loggableText(text: string): string {
  const told = text
    .replace(URLS, (_, scheme: string, host: string, rest: string) => `${scheme}${host}${rest.length > 1 ? '/…' : ''}`)
    .replace(TOKENS, CENSOR)
  return told.length > MAX_TEXT ? `${told.slice(0, MAX_TEXT)}…` : told
}

/** What may be logged of an error: its name, code and where it happened, and the causes' the same way. */
function describeError(error: unknown, depth = 0): Record<string, unknown> {
  if (!(error instanceof Error)) return { name: typeof error }

  const { code } = error as { code?: unknown }
  const { cause } = error
  return {
    name: error.name,
    ...(typeof code === 'string' || typeof code === 'number' ? { code } : {}),
    ...(isOurs(error) ? { message: loggableText(error.message) } : {}),
    at: framesOf(error.stack),
    ...(cause === undefined || depth >= MAX_DEPTH ? {} : { cause: describeError(cause, depth + 1) }),
  }
}

/** Our own sentences are written to be shown; other people's may quote URLs and bodies. */
function isOurs(error: Error): boolean {
  return (
    error.name === 'AppError' ||
    error instanceof TypeError ||
    error instanceof RangeError ||
    error instanceof ReferenceError
  )
}

function framesOf(stack: string | undefined): string[] {
  return (stack ?? '')
    .split('\n')
    .filter((line) => line.startsWith('    at '))
    .slice(0, 8)
    .map((line) => line.trim())
}
