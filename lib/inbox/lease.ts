import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import { endTries, failed } from './end-tries'
import { loadInbox } from './inbox-of'
import type { LeaseItems } from './schemas'
import { type LeasedRow, leaseHeads, lockDue } from './store'
import { type LockedItem, troubleOf } from './verdict'

/** A lease is full with so much; an item of its own may be as large as an event. */
const MAX_LEASE_BYTES = 4 * 1024 * 1024
/** Heads in trouble are dealt with and what is behind them is looked at: so often in one call. */
const ROUNDS = 3

type Wish = { endpointId: string; by: string; until: Date; now: Date; input: LeaseItems }
type Held = { item: LockedItem; row: LeasedRow; handle: string }

/**
 * Hands out the oldest open item of up to `max` subjects, and hides those subjects for `visibility_seconds`. No two calls
 * get the same item while its lease runs. A lease that ran out before counts as a failure first.
 */
export async function leaseItems(
  ctx: Ctx<UserActor>,
  { endpoint, ...input }: LeaseItems & { endpoint?: string | undefined },
) {
  const { keyId, userId } = requireWriter(ctx)
  const endpointId = await loadInbox(ctx, endpoint)
  const until = addSeconds(ctx.now, input.visibility_seconds)
  const by = keyId === null ? `user:${userId}` : `key:${keyId}`

  const held = await inSqlTransaction(ctx, (sql) => leaseRounds(sql, { endpointId, by, until, now: ctx.now, input }))
  return {
    data: held.map(({ item, row, handle }) => ({
      id: row.event_id,
      type: row.type,
      subject: row.subject,
      sequence: row.sequence,
      source: row.source,
      data: row.data,
      metadata: row.metadata,
      created_at: row.created_at,
      receipt_handle: handle,
      leased_until: until,
      attempt: item.attempts + 1,
    })),
  }
}

async function leaseRounds(sql: Sql, wish: Wish): Promise<Held[]> {
  const { endpointId, now, input } = wish
  const held: Held[] = []
  for (let round = 0; round < ROUNDS && held.length < input.max; round++) {
    const due = await lockDue(sql, { endpointId, types: input.types, limit: input.max - held.length, now })
    const isInTrouble = await endTroubled(sql, due, now)
    const { leased, isFull } = await leaseDue(
      sql,
      due.filter((item) => troubleOf(item) === null),
      wish,
    )
    held.push(...leased)
    if (isFull || !isInTrouble) break
  }
  return held
}

/** Failures that were there before anybody had the item again. */
async function endTroubled(sql: Sql, due: readonly LockedItem[], now: Date): Promise<boolean> {
  const ended = due.flatMap((item) => {
    const trouble = troubleOf(item)
    return trouble ? [failed(item, toReason(trouble.word), now, trouble.delaySeconds)] : []
  })
  await endTries(sql, ended, now)
  return ended.length > 0
}

async function leaseDue(sql: Sql, items: LockedItem[], wish: Wish): Promise<{ leased: Held[]; isFull: boolean }> {
  if (items.length === 0) return { leased: [], isFull: false }

  const { endpointId, by, until, now } = wish
  const rows = await leaseHeads(sql, { endpointId, items, by, until, maxBytes: MAX_LEASE_BYTES, now })
  const byId = new Map(rows.map((row) => [row.event_id, row]))
  const erased = items.filter(({ event_id }) => !byId.has(event_id))
  await endTries(
    sql,
    erased.map((item) => ({ ...failed(item, toReason('EVENT_ERASED'), now), outcome: 'DEAD' as const })),
    now,
  )

  const leased = items.flatMap((item) => {
    const row = byId.get(item.event_id)
    return row?.handle ? [{ item, row, handle: row.handle }] : []
  })
  return { leased, isFull: leased.length + erased.length < items.length }
}
