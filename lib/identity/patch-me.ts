import type { Ctx } from '@/lib/context'
import { getMe } from './get-me'
import { requireSession } from './require-session'
import type { PatchMe } from './schemas'
import { saveName } from './user-store'

/** Changes the caller's name; null takes it away. The profile as it then is. */
export async function patchMe(ctx: Ctx, input: PatchMe) {
  const { userId } = requireSession(ctx)
  await saveName(ctx.db, userId, input.name)
  return getMe(ctx)
}
