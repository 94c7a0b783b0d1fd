import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { singleton } from '@/lib/singleton'

type Origins = { own: string; listed: ReadonlySet<string> }

const SAFE = new Set(['GET', 'HEAD', 'OPTIONS'])
const ALLOWED_HEADERS = 'Authorization, Content-Type, Idempotency-Key, Last-Event-ID, X-Organization, X-Request-Id'
const EXPOSED_HEADERS = 'Idempotency-Replayed, RateLimit, RateLimit-Policy, Retry-After, X-Request-Id'

/** The desk's own origin and those listed in CORS_ORIGINS. */
export function origins(): Origins {
  return singleton('origins', () => ({
    own: new URL(env().APP_URL).origin,
    listed: new Set(
      (env().CORS_ORIGINS ?? '')
        .split(',')
        .map((origin) => origin.trim())
        .filter(Boolean),
    ),
  }))
}

export function isSafe(method: string): boolean {
  return SAFE.has(method)
}

/**
 * Refuses, with E9007, a call that would change something and comes from a page of another origin than the desk's or a
 * listed one. Programs send no Origin.
 */
export function requireKnownOrigin(method: string, origin: string | null): void {
  const { own, listed } = origins()
  if (isSafe(method) || origin === null || origin === own || listed.has(origin)) return
  throw new AppError('E9007', `This desk takes changes only from its own pages at ${own}. Open it at that address.`)
}

/** Refuses, with E9007, a change made by a session cookie unless it comes from the desk's own pages (domain §12). */
export function requireOwnOrigin(method: string, origin: string | null): void {
  const { own } = origins()
  if (isSafe(method) || origin === own) return
  throw new AppError('E9007', `A signed-in browser can change something only from the pages at ${own}.`)
}

/** What lets a page of a listed origin read the answer. Never with credentials: cookies do not cross origins. */
export function corsHeaders(origin: string | null): Record<string, string> {
  const { listed } = origins()
  if (listed.size === 0) return {}
  if (origin === null || !listed.has(origin)) return { vary: 'Origin' }
  return { vary: 'Origin', 'access-control-allow-origin': origin, 'access-control-expose-headers': EXPOSED_HEADERS }
}

/** The further headers of a preflight's answer; none for an origin that is not listed. */
export function preflightHeaders(origin: string | null, allow: string): Record<string, string> {
  if (origin === null || !origins().listed.has(origin)) return {}
  return {
    'access-control-allow-methods': allow,
    'access-control-allow-headers': ALLOWED_HEADERS,
    'access-control-max-age': '600',
  }
}
