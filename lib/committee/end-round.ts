import type { Ctx } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { settleAppeal } from '@/lib/receipt/appeal-settle'
import { findAppeal } from '@/lib/receipt/appeal-store'
import { listCounted } from '@/lib/receipt/attestation-store'
import { decideReceipt } from '@/lib/receipt/decide'
import { openRedraw } from './open-round'
import { listRounds, lockTask, type Task } from './round-store'

/** What became of a round whose time ran out. */
export type RoundEnding = 'redrawn' | 'expired' | 'lapsed' | 'over'

/**
 * The time of a round has run out (domain §5, "Silent seats"): its silent members are drawn anew, once; after that, and
 * when no committee came together in a week, the receipt is EXPIRED, and an appeal leaves everything as it was. Run it as
 * often as you like.
 */
export async function endRound(
  ctx: Ctx,
  { receiptId, round: n }: { receiptId: Hex; round: number },
): Promise<RoundEnding> {
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const task = await lockTask(tx, receiptId)
    const round = (await listRounds(tx, receiptId)).find((one) => one.round === n)
    if (!task || !round || round.state === 'OVER' || !round.dueAt || round.dueAt > ctx.now) return 'over'

    if (round.state === 'SEATED' && round.kind !== 'REDRAW') {
      await openRedraw(tx, ctx, round)
      return 'redrawn'
    }
    return endReceipt(tx, ctx, task)
  })
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
