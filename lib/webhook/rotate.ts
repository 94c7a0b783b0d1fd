import { recordAudit } from '@/lib/audit/record'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { asWriter, requireFound, targetOf } from './access'
import { newSecret, sealSecret } from './secret'
import { lockWebhook, saveWebhook } from './store'
import { toWebhook } from './view'

/** So long the secret before signs too, beside the new one. */
export const OVERLAP_SECONDS = 24 * 3600

/**
 * A new secret, shown here only. The one before goes on signing for 24 hours; one still before that ends at once. E6002 for
 * others'.
 */
export async function rotateWebhook(ctx: Ctx, { id }: { id: string }) {
  return asWriter(ctx, 'webhook.rotated', id, (writer) =>
    inTransaction(writer, async (tx) => {
      const { organizationId } = writer.actor
      const before = requireFound(await lockWebhook(tx, organizationId, id))
      const secret = newSecret()
      const change = {
        secret: sealSecret(id, secret),
        previousSecret: before.secret,
        previousUntil: addSeconds(ctx.now, OVERLAP_SECONDS),
      }
      const after = await saveWebhook(tx, id, change, ctx.now)
      await recordAudit(tx, { ...writer, organizationId, action: 'webhook.rotated', target: targetOf(id) })
      return { ...toWebhook(after, ctx.now), secret }
    }),
  )
}
