import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { saveChange, withDeadline } from './change'
import { shiftLater } from './deadlines'
import { isTerminal } from './state'
import { lockChallenge } from './store'

/** A time in which nobody could act because the desk was away. */
export type Downtime = { startedAt: Date; endedAt: Date }

/**
 * Fair clock (domain §3): the deadline a downtime covered moves by as much of it as fell into the present status.
 * Applying the same downtime twice changes nothing.
 */
export async function extendForDowntime(ctx: Ctx, id: string, downtime: Downtime): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, id)
    const isApplied = before.downtimeThrough !== null && before.downtimeThrough >= downtime.endedAt
    if (isTerminal(before.status) || isApplied || !before.deadlineAt || before.deadlineAt <= downtime.startedAt) return

    const from = Math.max(before.statusSince.getTime(), downtime.startedAt.getTime())
    const seconds = Math.floor((downtime.endedAt.getTime() - from) / 1000)
    if (seconds <= 0) return

    const extended = withDeadline(before, addSeconds(before.deadlineAt, seconds))
    await saveChange(tx, ctx, before, {
      action: 'downtime',
      actor: 'desk',
      set: {
        deadlineAt: extended.deadlineAt,
        warnAt: extended.warnAt,
        deadlines: before.deadlines && shiftLater(before.deadlines, before.deadlineAt, seconds),
        downtimeThrough: downtime.endedAt,
      },
      data: { from: downtime.startedAt.toISOString(), to: downtime.endedAt.toISOString(), extended_seconds: seconds },
      event: 'challenge.downtime',
    })
  })
}
