/** Headers of pages. Free of Node and of the rest of lib, so that middleware can use it in any runtime. */

/** `walletConnect`: whether pages may talk to its relay. */
type Surroundings = { development: boolean; secure: boolean; walletConnect?: boolean }

/** Its relay, and where its provider asks about chains. Nobody else is ever named here. */
const WALLETCONNECT_HOSTS = [
  'wss://relay.walletconnect.org',
  'wss://relay.walletconnect.com',
  'https://rpc.walletconnect.org',
  'https://rpc.walletconnect.com',
]

/** 128 random bits in base64. */
export function newNonce(): string {
  return btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(16))))
}

/**
 * Pure: the policy of one page. Scripts and styles run by nonce only; what a nonced script loads it vouches for.
 * Development needs eval and a socket for hot reloading.
 */
export function buildCsp(nonce: string, { development, secure, walletConnect }: Surroundings): string {
  const policy: [string, ...string[]][] = [
    ['default-src', "'self'"],
    ['script-src', "'self'", `'nonce-${nonce}'`, "'strict-dynamic'", ...(development ? ["'unsafe-eval'"] : [])],
    // With a nonce present browsers ignore 'unsafe-inline', which hot reloading's style tags need.
    ['style-src', "'self'", ...(development ? ["'unsafe-inline'"] : [`'nonce-${nonce}'`])],
    ['img-src', "'self'", 'data:', 'blob:'],
    ['font-src', "'self'"],
    ['connect-src', "'self'", ...(development ? ['ws:'] : []), ...(walletConnect ? WALLETCONNECT_HOSTS : [])],
    // By this frame a wallet learns which site really asks it.
    ...(walletConnect ? [['frame-src', 'https://verify.walletconnect.org'] as [string, string]] : []),
    ['worker-src', "'self'", 'blob:'],
    ['object-src', "'none'"],
    ['base-uri', "'none'"],
    ['form-action', "'self'"],
    ['frame-ancestors', "'none'"],
    ...(secure ? [['upgrade-insecure-requests'] as [string]] : []),
  ]
  return policy.map((directive) => directive.join(' ')).join('; ')
}

/** The headers beside the policy, for pages and files. `source` is the environment: COUNTERSIGN_ENV and APP_URL. */
export function pageHeaders(source: Record<string, string | undefined>): [string, string][] {
  const secure = source.COUNTERSIGN_ENV === 'production' && (source.APP_URL ?? '').startsWith('https://')
  return [
    // Wallets that live on a page of their own open it in a popup and talk to it.
    ['cross-origin-opener-policy', 'same-origin-allow-popups'],
    ['permissions-policy', 'camera=(), geolocation=(), microphone=(), payment=()'],
    ['referrer-policy', 'strict-origin-when-cross-origin'],
    ['x-content-type-options', 'nosniff'],
    ['x-frame-options', 'DENY'],
    ...(secure ? ([['strict-transport-security', 'max-age=63072000; includeSubDomains']] as [string, string][]) : []),
  ]
}
