import type { Ctx } from '@/lib/context'
import { toPartiesAnswer } from './answer'
import { type Browser, readBrowser } from './browser'
import { findLiveSessions, type LiveSession } from './store'

type Live = { main: LiveSession | null; others: LiveSession[] }

/** Everybody signed in to the browser these cookies are of. */
export async function listParties(ctx: Ctx, cookies: Record<string, string>) {
  return toPartiesAnswer(await findLive(ctx, await readBrowser(cookies)))
}

/** What still lives of what a browser holds. */
export async function findLive(ctx: Ctx, { main, others }: Browser): Promise<Live> {
  const live = await findLiveSessions(ctx.db, main ? [main, ...others] : others, ctx.now)
  return {
    main: live.find(({ sid }) => sid === main?.sid) ?? null,
    others: live.filter(({ sid }) => sid !== main?.sid),
  }
}
