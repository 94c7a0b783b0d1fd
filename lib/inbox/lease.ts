import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { toReason } from '@/lib/delivery/reasons'
import { type Ended, endTries, failed } from './end-tries'
import { loadInbox } from './inbox-of'
import type { LeaseItems } from './schemas'
import { type LeasedRow, leaseDue } from './store'
import { troubleOf } from './verdict'

/** A lease is full with so much; an item of its own may be as large as an event. */
const MAX_LEASE_BYTES = 4 * 1024 * 1024
/** Heads in trouble are dealt with and what is behind them is looked at: so often in one call. */
const ROUNDS = 3

type Wish = Parameters<typeof leaseDue>[1]

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

  const held = await leaseAll(ctx, {
    endpointId,
    types: input.types,
    limit: input.max,
    by,
    until,
    maxBytes: MAX_LEASE_BYTES,
    now: ctx.now,
  })
  return {
    data: held.map((row) => ({
      id: row.event_id,
      type: row.type,
      subject: row.subject,
      sequence: row.sequence,
      source: row.source,
      data: row.data,
      metadata: row.metadata,
      created_at: row.created_at,
      receipt_handle: row.new_handle,
      leased_until: until,
      attempt: row.attempts + 1,
    })),
  }
}

/** One statement does it, unless something due is in trouble: that has to end first, in one transaction with the rest. */
async function leaseAll(ctx: Ctx<UserActor>, wish: Wish): Promise<Leased[]> {
  const rows = await leaseDue(sqlOver(ctx.pool), wish)
  const held = rows.filter(isLeased)
  if (rows.every((row) => endingOf(row, wish.now).length === 0)) return held

  const rest = { ...wish, limit: wish.limit - held.length }
  return [...held, ...(await inSqlTransaction(ctx, (sql) => leaseRounds(sql, rest)))]
}

async function leaseRounds(sql: Sql, wish: Wish): Promise<Leased[]> {
  const held: Leased[] = []
  for (let round = 0; round < ROUNDS && held.length < wish.limit; round++) {
    const rows = await leaseDue(sql, { ...wish, limit: wish.limit - held.length })
    held.push(...rows.filter(isLeased))
    const ended = rows.flatMap((row) => endingOf(row, wish.now))
    await endTries(sql, ended, wish.now)
    if (ended.length === 0) break
  }
  return held
}

type Leased = LeasedRow & { new_handle: string; type: string }
const isLeased = (row: LeasedRow): row is Leased => row.new_handle !== null && row.type !== null

/** How what could not be leased ends this time, and nothing for what only has to wait for another call. */
function endingOf(row: LeasedRow, now: Date): Ended[] {
  if (isLeased(row)) return []
  if (row.type === null) return [{ ...failed(row, toReason('EVENT_ERASED'), now), outcome: 'DEAD' }]
  const trouble = troubleOf(row)
  return trouble ? [failed(row, toReason(trouble.word), now, trouble.delaySeconds)] : []
}
