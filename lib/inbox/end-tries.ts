import { afterCommit } from '@/lib/db/after-commit'
import type { Sql } from '@/lib/db/sql'
import { type EndedTry, recordTries } from './heads'
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

  const tries = ended.map((each) => toTry(each, now))
  await recordTries(sql, tries, now)
  // One transaction may end tries several times.
  afterCommit(sql, `inbox ${ended[0]?.item.event_id}`, () => tellFailures(ended))
}

function toTry({ item, outcome, visible_at, reason, handle }: Ended, now: Date): EndedTry {
  return {
    endpoint_id: item.endpoint_id,
    event_id: item.event_id,
    subject: item.subject,
    is_head: item.is_head,
    number: item.attempts + 1,
    at: (item.is_head && item.leased_at) || now,
    duration_ms: item.is_head && item.leased_at ? Math.max(0, now.getTime() - item.leased_at.getTime()) : null,
    outcome,
    reason,
    handle,
    visible_at,
  }
}
