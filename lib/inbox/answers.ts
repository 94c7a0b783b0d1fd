import { readReason } from '@/lib/delivery/reasons'
import type { AttemptRow, ItemRow } from './list-store'

/** An item as it is told. A lease that ran out is none, whether it has been counted yet or not. */
export function toItem(row: ItemRow, now: Date) {
  const isLeased = row.handle !== null && row.visible_at !== null && row.visible_at > now
  return {
    id: row.event_id,
    type: row.type,
    subject: row.subject,
    sequence: row.sequence,
    source: row.source,
    data: row.data,
    metadata: row.metadata,
    created_at: row.created_at,
    status: row.status,
    attempt_count: row.attempts,
    failures: row.failures,
    requeues: row.requeues,
    reason: row.reason === null ? null : readReason(row.reason),
    leased_by: isLeased ? row.leased_by : null,
    leased_until: isLeased ? row.visible_at : null,
    visible_at: row.is_head ? row.visible_at : null,
    ended_at: row.ended_at,
  }
}

export function toAttempt({ number, at, duration_ms, outcome, reason, next_at }: AttemptRow) {
  return { number, at, duration_ms, outcome, reason: reason === null ? null : readReason(reason), next_at }
}
