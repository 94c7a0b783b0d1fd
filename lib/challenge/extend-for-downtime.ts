import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { latestDeskDeadline } from '@/lib/stake/chain-deadlines'
import { type Challenge, chainDeadlineOf } from './challenge'
import { saveChange, withDeadline } from './change'
import { shiftLater } from './deadlines'
import { isTerminal } from './state'
import { lockChallenge } from './store'

/** A time in which nobody could act because the desk was away. */
export type Downtime = { startedAt: Date; endedAt: Date }

/**
 * Fair clock (domain §3): the deadline a downtime covered moves by as much of it as fell into the present status, with
 * bonds no further than five minutes before the contract's own, which no downtime moves. Applying the same downtime twice changes nothing.
 */
export async function extendForDowntime(ctx: Ctx, id: string, downtime: Downtime): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, id)
    const isApplied = before.downtimeThrough !== null && before.downtimeThrough >= downtime.endedAt
    if (isTerminal(before.status) || isApplied || !before.deadlineAt || before.deadlineAt <= downtime.startedAt) return

    const from = Math.max(before.statusSince.getTime(), downtime.startedAt.getTime())
    const away = Math.floor((downtime.endedAt.getTime() - from) / 1000)
    const seconds = Math.min(away, secondsLeftOnChain(before, before.deadlineAt))
    if (seconds <= 0) return

    const extended = withDeadline(before, addSeconds(before.deadlineAt, seconds))
    await saveChange(tx, ctx, before, {
      action: 'downtime',
      actor: 'desk',
      set: {
        deadlineAt: extended.deadlineAt,
        warnAt: extended.warnAt,
        deadlines: shiftedDeadlines(before, before.deadlineAt, seconds),
        downtimeThrough: downtime.endedAt,
      },
      data: { from: downtime.startedAt.toISOString(), to: downtime.endedAt.toISOString(), extended_seconds: seconds },
      event: 'challenge.downtime',
    })
  })
}

/** By how much a deadline may move before it comes too close to the contract's. */
function secondsLeftOnChain(challenge: Challenge, deadlineAt: Date): number {
  const chainAt = chainDeadlineOf(challenge)
  if (!chainAt) return Number.POSITIVE_INFINITY
  return Math.floor((latestDeskDeadline(chainAt).getTime() - deadlineAt.getTime()) / 1000)
}

/** The times still to come move too, each no further than the contract lets it. */
function shiftedDeadlines(
  { deadlines, onChain }: Challenge,
  deadlineAt: Date,
  seconds: number,
): Challenge['deadlines'] {
  if (!deadlines) return null
  const shifted = shiftLater(deadlines, deadlineAt, seconds)
  if (!onChain) return shifted

  const cap = (signed: Date, moved: Date, chainAt: Date) =>
    new Date(Math.max(signed.getTime(), Math.min(moved.getTime(), latestDeskDeadline(chainAt).getTime())))
  const { joinBy, respondBy, settleBy } = onChain
  return {
    ...shifted,
    deposit: deadlines.deposit && shifted.deposit && cap(deadlines.deposit, shifted.deposit, joinBy),
    response:
      deadlines.response && shifted.response && respondBy && cap(deadlines.response, shifted.response, respondBy),
    resolution: cap(deadlines.resolution, shifted.resolution, settleBy),
  }
}
