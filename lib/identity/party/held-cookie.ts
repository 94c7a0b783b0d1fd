import { decode, encode, type JWT } from 'next-auth/jwt'
import { z } from 'zod'
import { env } from '@/lib/env'
import { cookieLine, heldCookieName } from '../cookies'
import { SessionClaims } from '../session-cookie'

/** A key of its own, so that neither cookie can be sent in place of the other. */
const SALT = 'countersign parties'

/** As long as a browser's session lives at most. */
const HELD_SECONDS = 7 * 24 * 60 * 60

const Held = z.object({ held: z.array(SessionClaims) })

export function hasHeldCookie(cookies: Record<string, string>): boolean {
  return heldCookieName() in cookies
}

/** The sessions beside the main one, oldest first; none when the cookie is not one we made, or is out of date. */
export async function readHeldCookie(cookies: Record<string, string>): Promise<SessionClaims[]> {
  const token = cookies[heldCookieName()]
  if (!token) return []
  const claims = await decode({ token, secret: env().AUTH_SECRET, salt: SALT }).catch(() => null)
  return Held.safeParse(claims).data?.held ?? []
}

export async function heldCookieLine(sessions: readonly SessionClaims[]): Promise<string> {
  const name = heldCookieName()
  if (sessions.length === 0) return cookieLine(name, null, 0)

  const held = sessions.map(({ sid, userId, address }) => ({ sid, userId, address }))
  const claims: object = { held }
  const value = await encode({ token: claims as JWT, secret: env().AUTH_SECRET, salt: SALT, maxAge: HELD_SECONDS })
  return cookieLine(name, value, HELD_SECONDS)
}
