/** A time in which nobody could act because the desk was away. */
export type Away = { startedAt: Date; endedAt: Date }

/**
 * Pure, the fair clock (domain §3): a deadline that runs since `since`, later by every downtime it covered, as far as that
 * fell into its time. `downtimes`: the oldest first; they do not overlap.
 */
export function fairDue(since: Date, due: Date, downtimes: readonly Away[]): Date {
  return downtimes.reduce((later, { startedAt, endedAt }) => {
    if (startedAt >= later || endedAt <= since) return later
    const from = Math.max(startedAt.getTime(), since.getTime())
    return new Date(later.getTime() + endedAt.getTime() - from)
  }, due)
}
