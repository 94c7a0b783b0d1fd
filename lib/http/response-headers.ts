import { env } from '@/lib/env'
import { singleton } from '@/lib/singleton'

/**
 * Headers every API answer starts from. Nothing of the API is a document, so its policy allows nothing; and nearly
 * everything is per caller, so nothing is kept by caches unless a route says otherwise.
 */
export function apiHeaders(): Record<string, string> {
  return singleton('api-headers', () => ({
    'cache-control': 'no-store',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    ...strictTransport(env().COUNTERSIGN_ENV, env().APP_URL),
  }))
}

/** Pure: HSTS, where the desk is in production and reached over https. */
export function strictTransport(environment: string, appUrl: string): Record<string, string> {
  if (environment !== 'production' || !appUrl.startsWith('https://')) return {}
  return { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }
}
