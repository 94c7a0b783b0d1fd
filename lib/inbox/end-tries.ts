import { afterCommit } from '@/lib/db/after-commit'
import type { Sql } from '@/lib/db/sql'
import { type EndedHead, settleHeads } from './heads'
import { type EndedTry, recordTries } from './store'
import { tellFailures } from './tell-failures'
import { failureOf, type LockedItem, type Outcome } from './verdict'

export type Ended = {
  item: LockedItem
  outcome: Outcome
  visible_at: Date
  reason: string | null
  handle: string | null
}

/** An item whose try failed: back to its place, or dead. */
export function failed(item: LockedItem, reason: string, now: Date, delaySeconds = 0): Ended {
  return { item, ...failureOf(item, now, delaySeconds), reason, handle: null }
}

/** An item that was acknowledged. */
export function delivered(item: LockedItem, handle: string | undefined, now: Date): Ended {
  return { item, outcome: 'DELIVERED', visible_at: now, reason: null, handle: handle ?? null }
}

/** Records how tries ended, of items whose locks the transaction holds, and lets their subjects go on. */
export async function endTries(sql: Sql, ended: readonly Ended[], now: Date): Promise<void> {
  if (ended.length === 0) return

  await recordTries(
    sql,
    ended.map((each) => toTry(each, now)),
    now,
  )
  const heads = ended.filter(({ item }) => item.is_head).map(toHead)
  await settleHeads(sql, heads, now)

  // One transaction may end tries several times.
  afterCommit(sql, `inbox ${ended[0]?.item.event_id}`, () => tellFailures(ended))
}

function toTry({ item, outcome, visible_at, reason, handle }: Ended, now: Date): EndedTry {
  return {
    endpoint_id: item.endpoint_id,
    event_id: item.event_id,
    number: item.attempts + 1,
    at: (item.is_head && item.leased_at) || now,
    duration_ms: item.is_head && item.leased_at ? Math.max(0, now.getTime() - item.leased_at.getTime()) : null,
    outcome,
    reason,
    handle,
    next_at: outcome === 'RETRY' ? visible_at : null,
  }
}

function toHead({ item, visible_at }: Ended): EndedHead {
  return { endpoint_id: item.endpoint_id, subject: item.subject, visible_at }
}
