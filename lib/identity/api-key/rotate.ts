import { recordAudit } from '@/lib/audit/record'
import { type Ctx, requireUser } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { newApiKey } from '../token'
import { loadOwnKey, noSuchKey } from './access'
import { toKeyAnswer } from './answer'
import { saveSecret } from './store'

/** A new secret for one of the caller's own keys; the old one is dead at once. E9008 for others' and revoked ones. */
export async function rotateApiKey(ctx: Ctx, { id }: { id: string }) {
  const actor = requireUser(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await loadOwnKey(tx, actor, id)
    const { key, hash } = newApiKey(before.publicId)
    const row = await saveSecret(tx, id, hash)
    if (!row) throw noSuchKey()
    const { organizationId } = row
    await recordAudit(tx, { ...ctx, organizationId, action: 'api_key.rotated', target: `api_key:${id}` })
    return { ...toKeyAnswer(row), key }
  })
}
