/**
 * Pure: why a call got no answer: a word (of lib/delivery/reasons.ts) and a sentence for whoever owns the receiver. Names no
 * address.
 */
export function sayFailure(error: unknown): string {
  const code = codeOf(error)
  if (REASONS[code]) return REASONS[code]
  if (code.startsWith('HPE_')) return 'NO_ANSWER: What came back is not HTTP.'
  if (/CERT|SELF_SIGNED|ISSUER|UNABLE_TO/.test(code)) return `TLS_FAILED: Its certificate does not hold (${code}).`
  if (/SSL|TLS|EPROTO/.test(code)) return 'TLS_FAILED: No TLS connection could be made.'
  return 'NO_ANSWER: The connection failed.'
}

/** No connection came about: another address of the same name may be better. */
export function isUnreachable(error: unknown): boolean {
  return UNREACHABLE.has(codeOf(error))
}

/** The other side closed it: harmless when the connection had been idle. */
export function isClosed(error: unknown): boolean {
  return ['ECONNRESET', 'EPIPE'].includes(codeOf(error))
}

export class CallTimeout extends Error {
  constructor(readonly code: 'TIMEOUT' | 'CONNECT_TIMEOUT') {
    super(code)
  }
}

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ETIMEDOUT',
  'EADDRNOTAVAIL',
  'CONNECT_TIMEOUT',
])

const NOT_TAKEN = 'TIMEOUT: Nobody took the connection in time.'
const NO_WAY = 'NO_ANSWER: The host cannot be reached.'
const CUT = 'CONNECTION_RESET: The connection was closed before an answer came.'

const REASONS: Record<string, string> = {
  TIMEOUT: 'TIMEOUT: There was no answer in time.',
  CONNECT_TIMEOUT: NOT_TAKEN,
  ETIMEDOUT: NOT_TAKEN,
  ECONNREFUSED: 'CONNECTION_REFUSED: The connection was refused.',
  EHOSTUNREACH: NO_WAY,
  ENETUNREACH: NO_WAY,
  ECONNRESET: CUT,
  EPIPE: CUT,
  ERR_TLS_CERT_ALTNAME_INVALID: 'TLS_FAILED: Its certificate is for another name.',
  CERT_HAS_EXPIRED: 'TLS_FAILED: Its certificate has expired.',
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
