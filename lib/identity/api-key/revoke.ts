import { recordAudit } from '@/lib/audit/record'
import { type Ctx, requireUser } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { loadRevocableKey, noSuchKey } from './access'
import { revokeKeyRow } from './store'

/** Ends a key at once. E9008 for keys that are not the caller's to end, and for revoked ones. */
export async function revokeApiKey(ctx: Ctx, { id }: { id: string }): Promise<void> {
  const actor = requireUser(ctx)
  await inTransaction(ctx, async (tx) => {
    const { organizationId } = await loadRevocableKey(tx, actor, id)
    if (!(await revokeKeyRow(tx, id, ctx.now))) throw noSuchKey()
    await recordAudit(tx, { ...ctx, organizationId, action: 'api_key.revoked', target: `api_key:${id}` })
  })
}
