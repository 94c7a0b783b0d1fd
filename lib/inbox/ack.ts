import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import type { AppError } from '@/lib/errors'
import { delivered, endTries } from './end-tries'
import { loadInbox } from './inbox-of'
import { type Loaded, loadItems } from './load-items'
import { alreadyEnded, noSuchItem, staleHandle } from './refusals'
import type { AckItem, AckItems } from './schemas'
import { isSameAck, mayAck } from './verdict'

type Inbox = { endpoint?: string | undefined }
type Wanted = { id: string; receipt_handle?: string | undefined }

/**
 * Ends an item as delivered. E6005 for a handle that is not the newest one or whose lease is over: nothing changes then. The
 * same ack again gets the same answer. E9008 for an item that is not in the inbox.
 */
export async function ackItem(ctx: Ctx<UserActor>, { id, receipt_handle, endpoint }: AckItem & Inbox & { id: string }) {
  const [result] = await ackAll(ctx, endpoint, [{ id, receipt_handle }])
  if (!result || result.error) throw result?.error ?? noSuchItem()
  return { id, status: 'DELIVERED' as const, acked_at: result.acked_at }
}

/** As `ackItem` for several: each has a result of its own, and one that is refused does not keep the others. */
export async function ackItems(ctx: Ctx<UserActor>, { items, endpoint }: AckItems & Inbox) {
  const results = await ackAll(ctx, endpoint, items)
  return {
    data: results.map(({ id, acked_at, error }) =>
      error
        ? { id, status: null, acked_at: null, error: { code: error.code, detail: error.message } }
        : { id, status: 'DELIVERED' as const, acked_at, error: null },
    ),
  }
}

async function ackAll(ctx: Ctx<UserActor>, endpoint: string | undefined, wanted: readonly Wanted[]) {
  requireWriter(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  return inSqlTransaction(ctx, async (sql) => {
    const loaded = await loadItems(
      sql,
      endpointId,
      wanted.map(({ id }) => id),
    )
    const results = wanted.map((each) => decide(loaded, each, ctx.now))
    const acked = results.flatMap(({ item, handle }) => (item ? [delivered(item, handle, ctx.now)] : []))
    await endTries(sql, acked, ctx.now)
    return results
  })
}

/** `item` is what is to be ended; there is none where the same ack came before. */
function decide({ open, ended }: Loaded, { id, receipt_handle: handle }: Wanted, now: Date) {
  const refused = (error: AppError) => ({ id, item: null, handle, acked_at: null, error })
  const item = open.get(id)
  if (item) {
    if (!mayAck(item, handle, now)) return refused(staleHandle())
    return { id, item, handle, acked_at: now, error: null }
  }

  const before = ended.get(id)
  if (!before) return refused(noSuchItem())
  if (isSameAck(before, handle)) return { id, item: null, handle, acked_at: before.ended_at, error: null }
  return refused(handle === undefined ? alreadyEnded(before.status) : staleHandle())
}
