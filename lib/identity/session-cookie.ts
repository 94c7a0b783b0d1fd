import { encode, getToken } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import { cookieLine, isSecure, sessionCookieName } from './cookies'

/** What a browser's cookie says; whether the session still lives is for the database to say. */
export const SessionClaims = z.object({
  sid: z.uuid(),
  userId: z.uuid(),
  /** Lower-case. */
  address: z.string().regex(/^0x[0-9a-f]{40}$/),
})
export type SessionClaims = z.output<typeof SessionClaims>

export function hasSessionCookie(cookies: Record<string, string>): boolean {
  const name = sessionCookieName()
  return Object.keys(cookies).some((cookie) => cookie === name || cookie.startsWith(`${name}.`))
}

/** The claims of the session cookie among `cookies`; null when it is not one we made, or is out of date. */
export async function readSessionCookie(cookies: Record<string, string>): Promise<SessionClaims | null> {
  // Only the two things getToken reads of a request; without headers it takes no bearer token for a cookie.
  const req = { cookies, headers: {} } as Parameters<typeof getToken>[0]['req']
  const { APP_URL, AUTH_SECRET } = env()
  const token = await getToken({
    req,
    secret: AUTH_SECRET,
    cookieName: sessionCookieName(APP_URL),
    secureCookie: isSecure(APP_URL),
  })
  return SessionClaims.safeParse(token).data ?? null
}

/** The Set-Cookie line that makes a session the browser's main one, in next-auth's own form; null takes it away. */
export async function sessionCookieLine(
  session: (SessionClaims & { chainId: number }) | null,
  maxAgeSeconds: number,
): Promise<string> {
  const name = sessionCookieName()
  if (session === null) return cookieLine(name, null, 0)

  const { sid, userId, address, chainId } = session
  const token = { sub: userId, sid, userId, address, chainId }
  const value = await encode({ token, secret: env().AUTH_SECRET, maxAge: maxAgeSeconds })
  return cookieLine(name, value, maxAgeSeconds)
}
