import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { settleAppeal } from '@/lib/receipt/appeal-settle'
import { findAppeal } from '@/lib/receipt/appeal-store'
import { listCounted } from '@/lib/receipt/attestation-store'
import { decideReceipt } from '@/lib/receipt/decide'
import { fairDue } from './fair-due'
import { openRedraw } from './open-round'
import { type Round, SILENCE_SECONDS, WAIT_SECONDS } from './round'
import { listDowntimes, listRounds, moveDue } from './round-store'
import { lockTask, type Task } from './task-row'

/** What became of a round whose time ran out. */
export type RoundEnding = 'redrawn' | 'expired' | 'lapsed' | 'extended' | 'over'

/**
 * The time of a round has run out (domain §5, "Silent seats"): its silent members are drawn anew, once; after that, and
 * when no committee came together in a week, the receipt is EXPIRED, and an appeal leaves everything as it was. Time in
 * which the desk was away does not count. Run it as often as you like.
 */
export async function endRound(
  ctx: Ctx,
  { receiptId, round: n }: { receiptId: Hex; round: number },
): Promise<RoundEnding> {
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const task = await lockTask(tx, receiptId)
    const round = (await listRounds(tx, receiptId)).find((one) => one.round === n)
    if (!task || !round || round.state === 'OVER' || !round.dueAt || round.dueAt > ctx.now) return 'over'

    const due = await readFairDue(tx, round, ctx.now)
    if (due > ctx.now) {
      await moveDue(tx, round, due)
      return 'extended'
    }
    if (round.state === 'SEATED' && round.kind !== 'REDRAW') {
      await openRedraw(tx, ctx, round)
      return 'redrawn'
    }
    return endReceipt(tx, ctx, task)
  })
}

/** From when it was opened or seated, so that looking again adds nothing. */
async function readFairDue(tx: Tx, { state, openedAt, seatedAt }: Round, now: Date): Promise<Date> {
  const [since, seconds] = state === 'SEATED' && seatedAt ? [seatedAt, SILENCE_SECONDS] : [openedAt, WAIT_SECONDS]
  return fairDue(since, addSeconds(since, seconds), await listDowntimes(tx, since, now))
}

async function endReceipt(tx: Tx, ctx: Ctx, { id, round }: Task): Promise<RoundEnding> {
  const appeal = await findAppeal(tx, id)
  const hashes = await listCounted(tx, { id, round, trial: appeal ? 1 : 0 })
  const status = appeal?.appealed ?? 'EXPIRED'
  if (!(await decideReceipt(tx, ctx, { receiptId: id, status, round, hashes }))) return 'over'
  if (!appeal) return 'expired'

  await settleAppeal(tx, ctx, id, 'LAPSED')
  return 'lapsed'
}
