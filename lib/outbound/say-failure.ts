/** Pure: why a call got no answer, as a sentence for whoever owns the receiver. Names no address. */
export function sayFailure(error: unknown): string {
  const code = codeOf(error)
  if (SENTENCES[code]) return SENTENCES[code]
  if (code.startsWith('HPE_')) return 'What came back is not HTTP.'
  if (/CERT|SELF_SIGNED|ISSUER|^ERR_TLS|UNABLE_TO/.test(code)) return `Its TLS certificate does not hold (${code}).`
  if (/SSL|TLS|EPROTO/.test(code)) return 'No TLS connection could be made.'
  return 'The connection failed.'
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

const SENTENCES: Record<string, string> = {
  TIMEOUT: 'There was no answer in time.',
  CONNECT_TIMEOUT: 'Nobody took the connection in time.',
  ETIMEDOUT: 'Nobody took the connection in time.',
  ECONNREFUSED: 'The connection was refused.',
  EHOSTUNREACH: 'The host cannot be reached.',
  ENETUNREACH: 'The host cannot be reached.',
  ECONNRESET: 'The connection was closed before an answer came.',
  EPIPE: 'The connection was closed before an answer came.',
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its TLS certificate is for another name.',
  CERT_HAS_EXPIRED: 'Its TLS certificate has expired.',
}

function codeOf(error: unknown): string {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : ''
}
