import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import { endTries, failed } from './end-tries'
import { loadInbox } from './inbox-of'
import { loadItems } from './load-items'
import { alreadyEnded, noSuchItem, staleHandle } from './refusals'
import type { NackItem } from './schemas'
import { holds, type LockedItem } from './verdict'

type Input = NackItem & { id: string; endpoint?: string | undefined }

/**
 * Gives a leased item back, for anybody to lease after `delay_seconds`. It counts as a failure; with the fourth the item is
 * dead. E6005 without the newest handle, E9008 for an item that is not in the inbox.
 */
export async function nackItem(ctx: Ctx<UserActor>, { id, receipt_handle, reason, delay_seconds, endpoint }: Input) {
  requireWriter(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  return inSqlTransaction(ctx, async (sql) => {
    const { open, ended } = await loadItems(sql, endpointId, [id])
    const before = ended.get(id)
    if (before) throw receipt_handle === undefined ? alreadyEnded(before.status) : staleHandle()

    const item = requireHeld(open.get(id), receipt_handle, ctx.now)
    const failure = failed(item, toReason('NACK', reason), ctx.now, delay_seconds)
    await endTries(sql, [failure], ctx.now)
    return toReturned(id, failure)
  })
}

function requireHeld(item: LockedItem | undefined, handle: string | undefined, now: Date): LockedItem {
  if (!item) throw noSuchItem()
  if (!holds(item, handle, now)) throw staleHandle()
  return item
}

function toReturned(id: string, { outcome, visible_at }: ReturnType<typeof failed>) {
  return outcome === 'DEAD'
    ? { id, status: 'DEAD' as const, visible_at: null }
    : { id, status: 'RETRYING' as const, visible_at }
}
