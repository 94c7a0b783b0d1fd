import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { answerWithCookies } from './answer'
import { readBrowser } from './browser'
import { findLive } from './list'

/** Makes another party of this browser the main one. E9005 when it holds no living session of that wallet. */
export async function switchParty(
  ctx: Ctx,
  cookies: Record<string, string>,
  input: { wallet_address: string },
): Promise<Response> {
  const { main, others } = await findLive(ctx, await readBrowser(cookies))
  if (main?.address === input.wallet_address) return answerWithCookies({ main, others: [...others, main] }, ctx.now)

  const wanted = others.findLast(({ address }) => address === input.wallet_address)
  if (!wanted) {
    throw new AppError('E9005', 'This wallet is not signed in to this browser. Sign in with it first.')
  }
  const rest = others.filter((session) => session !== wanted)
  return answerWithCookies({ main: wanted, others: [...rest, ...(main ? [main] : []), wanted] }, ctx.now)
}
