import type { Ctx } from '@/lib/context'
import { requireSession } from './require-session'
import { revokeOtherSessions } from './session-store'

/** Ends all of the caller's sessions but the one this call was made in; how many that were. */
export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const { userId, sessionId } = requireSession(ctx)
  return { ended: await revokeOtherSessions(ctx.db, userId, sessionId, ctx.now) }
}
