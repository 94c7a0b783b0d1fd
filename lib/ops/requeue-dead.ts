import { recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { announceDeliveries } from '@/lib/delivery/announce'
import { reopenDeliveries } from '@/lib/delivery/replay-store'
import { AppError } from '@/lib/errors'
import { requeueBatch } from '@/lib/inbox/requeue'
import { auditOps } from './audit-ops'
import { requireOperator } from './require-operator'
import { type DeadEndpoint, findDeadEvents, findEndpoint } from './store'

const BATCH = 500
const MAX_BATCHES = 20
const FIRST_ID = '00000000-0000-0000-0000-000000000000'

/**
 * Brings the dead deliveries of one endpoint back, of whichever organization: pushes are sent again from their first try,
 * items of an inbox may be leased again. The organization finds it in its own audit log. E6002 for an endpoint that is not
 * there; up to 10 000 in one call.
 */
export async function requeueDeadOf(caller: Ctx, { endpoint_id }: { endpoint_id: string }) {
  const ctx = requireOperator(caller)
  const endpoint = await findEndpoint(sqlOver(ctx.pool), endpoint_id)
  if (!endpoint) throw new AppError('E6002', 'There is no such endpoint, or it was deleted.')

  let requeued = 0
  let after = FIRST_ID
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const ids = await requeueSome(ctx, endpoint, after)
    requeued += ids.length
    after = ids.at(-1) ?? after
    if (ids.length < BATCH) return { requeued, more: false }
  }
  return { requeued, more: true }
}

async function requeueSome(ctx: Ctx<UserActor>, endpoint: DeadEndpoint, after: string): Promise<string[]> {
  const ids = await inSqlTransaction({ pool: ctx.pool }, async (tx) => {
    const reopened = await reopen(tx, endpoint, after, ctx.now)
    if (reopened.length > 0) await audit(tx, ctx, endpoint, reopened.length)
    return reopened
  })
  if (endpoint.kind !== 'INBOX' && ids.length > 0) announceDeliveries(ctx.pool)
  return ids
}

async function reopen(tx: Sql, endpoint: DeadEndpoint, after: string, now: Date): Promise<string[]> {
  const { id: endpointId, organizationId } = endpoint
  if (endpoint.kind === 'INBOX') {
    const everything = { ids: null, type: { noun: null, type: null }, below: null }
    const rows = await requeueBatch(tx, { organizationId, endpointId, ...everything, after, limit: BATCH, now })
    return rows.map(({ event_id }) => event_id).sort()
  }
  const ids = await findDeadEvents(tx, endpoint, after, BATCH)
  if (ids.length > 0) await reopenDeliveries(tx, endpointId, ids, now)
  return ids
}

async function audit(tx: Sql, ctx: Ctx<UserActor>, endpoint: DeadEndpoint, requeued: number): Promise<void> {
  const target = `endpoint:${endpoint.id}`
  const { requestId, now } = ctx
  const { organizationId } = endpoint
  if (organizationId !== ctx.actor.organizationId) {
    const actor = { kind: 'system', name: 'operator' } as const
    const details = { requeued, by: 'operator' }
    await recordAudit(tx, { organizationId, actor, action: 'delivery.requeued', target, details, requestId, now })
  }
  await auditOps(tx, ctx, { action: 'delivery.requeued', target, details: { requeued, organization: organizationId } })
}
