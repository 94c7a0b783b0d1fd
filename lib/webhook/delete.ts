import { recordAudit } from '@/lib/audit/record'
import type { Ctx } from '@/lib/context'
import { afterCommit } from '@/lib/db/after-commit'
import { inTransaction } from '@/lib/db/transaction'
import { announceDeliveries } from '@/lib/delivery/announce'
import { asWriter, requireFound, targetOf } from './access'
import { lockWebhook, removeWebhook } from './store'

/**
 * Ends a webhook at once; what was on its way to it is closed by the pump. A call that is under way may still arrive. E6002
 * for others' and for one that was deleted before.
 */
export async function deleteWebhook(ctx: Ctx, { id }: { id: string }): Promise<void> {
  await asWriter(ctx, 'webhook.deleted', id, (writer) =>
    inTransaction(writer, async (tx) => {
      const { organizationId } = writer.actor
      requireFound(await lockWebhook(tx, organizationId, id))
      await removeWebhook(tx, id, ctx.now)
      afterCommit(tx, 'deliveries', announceDeliveries)
      await recordAudit(tx, { ...writer, organizationId, action: 'webhook.deleted', target: targetOf(id) })
    }),
  )
}
