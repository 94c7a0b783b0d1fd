import { hasSessionCookie, readSessionCookie, type SessionClaims } from '../session-cookie'
import { hasHeldCookie, readHeldCookie } from './held-cookie'

/** The sessions one browser holds: the main one, which pages are drawn for, and others, oldest first. */
export type Browser = { main: SessionClaims | null; others: SessionClaims[] }

export function hasSessions(cookies: Record<string, string>): boolean {
  return hasSessionCookie(cookies) || hasHeldCookie(cookies)
}

export async function readBrowser(cookies: Record<string, string>): Promise<Browser> {
  const [main, held] = await Promise.all([readSessionCookie(cookies), readHeldCookie(cookies)])
  return { main, others: held.filter(({ sid }) => sid !== main?.sid) }
}

/** The session of that address among those the cookies hold; null when there is none. Whether it lives is another question. */
export async function findHeld(cookies: Record<string, string>, address: string): Promise<SessionClaims | null> {
  const main = await readSessionCookie(cookies)
  if (main?.address === address) return main

  const held = await readHeldCookie(cookies)
  return held.findLast((session) => session.address === address) ?? null
}
