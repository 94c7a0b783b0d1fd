import { recordAudit } from '@/lib/audit/record'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import { AppError } from '@/lib/errors'
import { endTries, failed } from './end-tries'
import { loadInbox } from './inbox-of'
import { loadItems } from './load-items'
import { alreadyEnded, noSuchItem, staleHandle } from './refusals'
import { requeueBatch } from './requeue'
import type { RetryItem } from './schemas'
import { findRequeueStates, showHead } from './store'
import { holds, type LockedItem, MAX_REQUEUES, requeueLimitOf } from './verdict'

type Input = RetryItem & { id: string; endpoint?: string | undefined }

/**
 * Lets an item be leased again now: a dead one comes back (three times by anybody who may act, then by owners and admins:
 * E9007), one that waits waits no longer, one that is leased goes back with its newest handle (E6005 without).
 */
export async function retryItem(ctx: Ctx<UserActor>, { id, receipt_handle, endpoint }: Input) {
  requireWriter(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  return inSqlTransaction(ctx, async (sql) => {
    const { open, ended } = await loadItems(sql, endpointId, [id])
    const item = open.get(id)
    if (item) return retryOpen(sql, item, receipt_handle, ctx.now)

    const before = ended.get(id)
    if (!before) throw noSuchItem()
    if (receipt_handle !== undefined) throw staleHandle()
    if (before.status !== 'DEAD') throw alreadyEnded(before.status)
    return retryDead(ctx, sql, endpointId, id)
  })
}

async function retryOpen(sql: Sql, item: LockedItem, handle: string | undefined, now: Date) {
  const isLeased = item.is_head && item.handle !== null
  if ((isLeased || handle !== undefined) && !holds(item, handle, now)) throw staleHandle()

  const id = item.event_id
  if (isLeased) {
    const failure = failed(item, toReason('NACK'), now)
    await endTries(sql, [failure], now)
    return failure.outcome === 'DEAD'
      ? { id, status: 'DEAD' as const, visible_at: null }
      : { id, status: 'RETRYING' as const, visible_at: now }
  }
  if (item.is_head) await showHead(sql, item, now)
  return {
    id,
    status: item.attempts > 0 ? ('RETRYING' as const) : ('PENDING' as const),
    visible_at: item.is_head ? now : null,
  }
}

async function retryDead(ctx: Ctx<UserActor>, sql: Sql, endpointId: string, id: string) {
  const { organizationId, role } = ctx.actor
  const query = { organizationId, endpointId, ids: [id], type: { noun: null, type: null }, now: ctx.now }
  const [reopened] = await requeueBatch(sql, { ...query, below: requeueLimitOf(role), after: NO_ID, limit: 1 })
  if (!reopened) throw await whyNot(sql, endpointId, id)

  const [head] = await lockedVisibility(sql, endpointId, id)
  await recordAudit(sql, {
    ...ctx,
    organizationId,
    action: 'inbox.requeued',
    target: `endpoint:${endpointId}`,
    details: { event_id: id, requeued: 1 },
  })
  return { id, status: 'PENDING' as const, visible_at: head ?? null }
}

const NO_ID = '00000000-0000-0000-0000-000000000000'

/** When it may be leased: now as its subject's head, later behind others. */
async function lockedVisibility(sql: Sql, endpointId: string, id: string): Promise<Date[]> {
  const { open } = await loadItems(sql, endpointId, [id])
  return [...open.values()].filter(({ is_head }) => is_head).map(({ visible_at }) => visible_at)
}

async function whyNot(sql: Sql, endpointId: string, id: string): Promise<AppError> {
  const [state] = await findRequeueStates(sql, endpointId, [id])
  if (!state) return noSuchItem()
  if (state.status !== 'DEAD') return new AppError('E9004', 'Somebody else brought it back already.', { status: 409 })
  return new AppError(
    'E9007',
    `It was brought back ${MAX_REQUEUES} times already. Ask an owner or admin of the organization.`,
  )
}
