import { addSeconds } from '@/lib/clock'

export type Kept = { RETENTION_EVENT_DAYS: number; RETENTION_DELIVERY_DAYS: number; RETENTION_LOG_DAYS: number }

export type Cutoffs = { events: Date; deliveries: Date; lines: Date }

const DAY = 24 * 60 * 60

/** Pure: what is older may go. Events are kept at least as long as their deliveries, which show them. */
export function cutoffsOf(kept: Kept, now: Date): Cutoffs {
  const before = (days: number) => addSeconds(now, -days * DAY)
  return {
    events: before(Math.max(kept.RETENTION_EVENT_DAYS, kept.RETENTION_DELIVERY_DAYS)),
    deliveries: before(kept.RETENTION_DELIVERY_DAYS),
    lines: before(kept.RETENTION_LOG_DAYS),
  }
}

/** Pure: the first days of those months that ended at `cutoff` or before, oldest first. Months are given as `2026-11-01`. */
export function monthsOver(months: readonly string[], cutoff: Date): string[] {
  return months.filter((month) => endOf(month) <= cutoff).sort()
}

function endOf(month: string): Date {
  const first = new Date(`${month}T00:00:00.000Z`)
  return new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 1))
}
