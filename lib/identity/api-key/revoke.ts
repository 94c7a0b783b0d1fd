import { type Ctx, requireUser } from '@/lib/context'
import { loadRevocableKey, noSuchKey } from './access'
import { revokeKeyRow } from './store'

/** Ends a key at once. E9008 for keys that are not the caller's to end, and for revoked ones. */
export async function revokeApiKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const actor = requireUser(ctx)
  await loadRevocableKey(ctx.db, actor, id)
  if (!(await revokeKeyRow(ctx.db, id, ctx.now))) throw noSuchKey()
}
