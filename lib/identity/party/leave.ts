import type { Ctx } from '@/lib/context'
import { signOut } from '../sign-out'
import { answerWithCookies } from './answer'
import { readBrowser } from './browser'
import { findLive } from './list'

/**
 * Signs one party of this browser out and ends its session; the main one's place goes to the newest that is left. Leaving
 * twice does no harm.
 */
export async function leaveParty(
  ctx: Ctx,
  cookies: Record<string, string>,
  input: { wallet_address?: string | undefined },
): Promise<Response> {
  const { main, others } = await findLive(ctx, await readBrowser(cookies))
  const address = input.wallet_address ?? main?.address
  const isLeaving = (session: { address: string }) => session.address === address

  const leaving = [...(main ? [main] : []), ...others].filter(isLeaving)
  await Promise.all(leaving.map((session) => signOut(ctx, session)))

  const rest = others.filter((session) => !isLeaving(session))
  const next = main && !isLeaving(main) ? main : (rest.at(-1) ?? null)
  return answerWithCookies({ main: next, others: next && !rest.includes(next) ? [...rest, next] : rest }, ctx.now)
}
