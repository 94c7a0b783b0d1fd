import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { auditAccount } from './audit-account'
import { requireSession } from './require-session'
import { revokeOtherSessions } from './session-store'

/** Ends all of the caller's sessions but the one this call was made in; how many that were. */
export async function endOtherSessions(ctx: Ctx): Promise<{ ended: number }> {
  const actor = requireSession(ctx)
  return inTransaction(ctx, async (tx) => {
    const ended = await revokeOtherSessions(tx, actor.userId, actor.sessionId, ctx.now)
    await auditAccount(tx, { ...ctx, actor }, { action: 'session.others_ended', details: { ended } })
    return { ended }
  })
}
