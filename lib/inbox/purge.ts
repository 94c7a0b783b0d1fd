import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { settleHeads } from './heads'
import { loadInbox } from './inbox-of'
import { deleteEnded, deleteItems, findOpen } from './purge-store'
import type { PurgeItems } from './schemas'
import { lockOpen } from './store'

/** So many items go in one transaction. */
const BATCH = 1_000

type Input = PurgeItems & { endpoint?: string | undefined }

/**
 * Deletes items of an inbox for good: those that have ended unless `status` says otherwise. Leased ones go too, and their
 * handles end nothing any more. Owners and admins only (E9007); every transaction is in the audit log.
 */
export async function purgeItems(ctx: Ctx<UserActor>, { endpoint, ...input }: Input) {
  const { organizationId, role } = ctx.actor
  return withRefusals(ctx, { organizationId, action: 'inbox.purged' }, async () => {
    if (role !== 'owner' && role !== 'admin') throw new AppError('E9007', 'Only owners and admins purge an inbox.')

    const endpointId = await loadInbox(ctx, endpoint)
    for (let purged = 0; ; ) {
      const deleted = await purgeBatch(ctx, endpointId, input)
      if (deleted === 0) return { purged }
      purged += deleted
    }
  })
}

async function purgeBatch(ctx: Ctx<UserActor>, endpointId: string, input: PurgeItems) {
  const { status: statuses, before } = input
  const query = { endpointId, statuses, before: before ?? null, limit: BATCH }
  return inSqlTransaction({ pool: ctx.pool }, async (sql) => {
    const deleted =
      (await deleteEnded(sql, query)) || (await deleteOpen(sql, endpointId, await findOpen(sql, query), ctx.now))
    if (deleted > 0) {
      await recordAudit(sql, {
        ...ctx,
        organizationId: ctx.actor.organizationId,
        action: 'inbox.purged',
        target: `endpoint:${endpointId}`,
        details: { purged: deleted, statuses: [...statuses], before: before?.toISOString() ?? null },
      })
    }
    return deleted
  })
}

/** Under the locks of their subjects, which then go on with what is left. */
async function deleteOpen(sql: Sql, endpointId: string, ids: string[], now: Date): Promise<number> {
  const items = await lockOpen(sql, endpointId, ids)
  const deleted = await deleteItems(
    sql,
    endpointId,
    items.map(({ event_id }) => event_id),
  )
  const heads = items.filter(({ is_head }) => is_head)
  await settleHeads(
    sql,
    heads.map(({ subject }) => ({ endpoint_id: endpointId, subject, visible_at: now })),
    now,
  )
  return deleted
}
