import type { Ctx } from '@/lib/context'
import { signOut } from '../sign-out'
import { answerWithCookies } from './answer'
import { readBrowser } from './browser'
import { findLive } from './list'
import type { LiveSession } from './store'

/** Parties one browser may hold beside the main one. */
export const MAX_HELD = 8

/**
 * Puts the browser's main session among those it holds, so that the next sign-in does not lose it. A wallet is held once:
 * its older session ends, as does the oldest of too many.
 */
export async function rememberParty(ctx: Ctx, cookies: Record<string, string>): Promise<Response> {
  const { main, others } = await findLive(ctx, await readBrowser(cookies))
  const { kept, dropped } = sortOut(main, others)
  await Promise.all(dropped.map((session) => signOut(ctx, session)))

  // The main one stands among them too: once another has signed in, this is where it is found.
  return answerWithCookies({ main, others: main ? [...kept, main] : kept }, ctx.now)
}

/** Pure: which of the others, oldest first, a browser goes on holding. */
export function sortOut<S extends Pick<LiveSession, 'address'>>(main: S | null, others: readonly S[]) {
  const newest = new Map<string, S>(others.map((session) => [session.address, session]))
  if (main) newest.delete(main.address)

  const kept = others.filter((session) => newest.get(session.address) === session).slice(-MAX_HELD)
  return { kept, dropped: others.filter((session) => !kept.includes(session)) }
}
