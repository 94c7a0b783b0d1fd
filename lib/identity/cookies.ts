import type { CookiesOptions } from 'next-auth'
import { env } from '@/lib/env'

/** Cookies are shared by all ports of a host, so their names carry the port: two desks on one machine stay apart. */
function prefixOf(appUrl: string): string {
  const { port, protocol } = new URL(appUrl)
  return `countersign-${port || (protocol === 'https:' ? '443' : '80')}`
}

export const isSecure = (appUrl: string) => appUrl.startsWith('https://')

/** The name of the cookie that holds a browser's session. Long values go into `<name>.0`, `<name>.1`, … */
export function sessionCookieName(appUrl: string = env().APP_URL): string {
  return `${isSecure(appUrl) ? '__Secure-' : ''}${prefixOf(appUrl)}.session-token`
}

/** The name of the cookie that holds the further sessions of a browser: other parties signed in to it. */
export function heldCookieName(appUrl: string = env().APP_URL): string {
  return `${isSecure(appUrl) ? '__Secure-' : ''}${prefixOf(appUrl)}.parties`
}

/** A Set-Cookie line for a cookie of ours; with no value it takes the cookie away. `value` is a token, safe as it is. */
export function cookieLine(name: string, value: string | null, maxAgeSeconds: number, appUrl = env().APP_URL): string {
  const secure = isSecure(appUrl) ? '; Secure' : ''
  return `${name}=${value ?? ''}; Path=/; Max-Age=${value === null ? 0 : maxAgeSeconds}; HttpOnly; SameSite=Lax${secure}`
}

/** Every cookie next-auth sets, under our names. Pure. */
export function authCookies(appUrl: string): Partial<CookiesOptions> {
  const secure = isSecure(appUrl)
  const options = { httpOnly: true, sameSite: 'lax', path: '/', secure } as const
  return {
    sessionToken: { name: sessionCookieName(appUrl), options },
    callbackUrl: { name: `${secure ? '__Secure-' : ''}${prefixOf(appUrl)}.callback-url`, options },
    csrfToken: { name: `${secure ? '__Host-' : ''}${prefixOf(appUrl)}.csrf-token`, options },
  }
}
