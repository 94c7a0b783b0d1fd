import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { auditAccount } from './audit-account'
import { requireSession } from './require-session'
import { revokeSession } from './session-store'

/** Ends one of the caller's sessions at once, this one included. E9008 for anybody else's, or one that has ended. */
export async function endSession(ctx: Ctx, input: { id: string }): Promise<void> {
  const actor = requireSession(ctx)
  await inTransaction(ctx, async (tx) => {
    const ended = await revokeSession(tx, actor.userId, input.id, ctx.now)
    if (!ended) throw new AppError('E9008', 'You have no such session.')
    await auditAccount(tx, { ...ctx, actor }, { action: 'session.ended', target: `session:${input.id}` })
  })
}
