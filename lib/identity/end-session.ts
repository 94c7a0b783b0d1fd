import type { Ctx } from '@/lib/context'
import { AppError } from '@/lib/errors'
import { requireSession } from './require-session'
import { revokeSession } from './session-store'

/** Ends one of the caller's sessions at once, this one included. E9008 for anybody else's, or one that has ended. */
export async function endSession(ctx: Ctx, input: { id: string }): Promise<void> {
  const { userId } = requireSession(ctx)
  const ended = await revokeSession(ctx.db, userId, input.id, ctx.now)
  if (!ended) throw new AppError('E9008', 'You have no such session.')
}
