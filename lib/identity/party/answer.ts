import type { z } from 'zod'
import { toJson } from '@/lib/http/json'
import { caip2 } from '@/lib/proof/chains'
import { pkhDid } from '@/lib/proof/did'
import { sessionCookieLine } from '../session-cookie'
import { heldCookieLine } from './held-cookie'
import type { PartiesAnswer } from './schemas'
import type { LiveSession } from './store'

type Sessions = { main: LiveSession | null; others: LiveSession[] }

/** Main one first, then the newest; the main one may stand among the others too. */
export function toPartiesAnswer({ main, others }: Sessions): z.infer<typeof PartiesAnswer> {
  const beside = others.filter(({ sid }) => sid !== main?.sid)
  const all = [...(main ? [main] : []), ...beside.toReversed()]
  return {
    data: all.map((session) => ({
      address: session.address,
      did: pkhDid(session.chainId, session.address),
      chain_id: caip2(session.chainId),
      user_id: session.userId,
      name: session.name,
      active: session.sid === main?.sid,
    })),
  }
}

/** The same, with the cookies that make it so. */
export async function answerWithCookies(sessions: Sessions, now: Date): Promise<Response> {
  const { main, others } = sessions
  const seconds = main ? Math.max(1, Math.floor((main.expiresAt.getTime() - now.getTime()) / 1000)) : 0
  const headers = new Headers({ 'content-type': 'application/json; charset=utf-8' })
  headers.append('set-cookie', await sessionCookieLine(main, seconds))
  headers.append('set-cookie', await heldCookieLine(others))
  return new Response(toJson(toPartiesAnswer(sessions)), { headers })
}
