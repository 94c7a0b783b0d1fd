import { followChain } from '@/lib/challenge/follow-chain'
import { lockChallenge } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { foldDeal } from './fold-deal'
import {
  findChallengeOf,
  findConfirmedNumber,
  listDealLogs,
  lockDeal,
  saveDealState,
  saveSeats,
  saveStakes,
} from './follow-store'
import { enqueueKeeper } from './keeper/enqueue-keeper'
import { stakeRowsOf } from './stake-rows'

/**
 * Brings everything the desk keeps of a deal to what the chain says of it: all its canonical logs folded anew, whatever
 * was there before. So it may run as often as it likes, also backwards, when a reorganisation took logs away. A deal
 * nobody agreed here is none of ours.
 */
export async function followDeal(ctx: Ctx, { dealId }: { dealId: string }): Promise<void> {
  await inTransaction(ctx, async (tx) => {
    const challengeId = await findChallengeOf(tx, dealId)
    if (!challengeId) return
    // The challenge before the deal, as every verb that touches both.
    await lockChallenge(tx, challengeId)
    const deal = await lockDeal(tx, dealId)

    const news = foldDeal(deal.deal, await listDealLogs(tx, deal), await findConfirmedNumber(tx, deal))
    await saveDealState(tx, dealId, news, ctx.now)
    await saveStakes(tx, deal, stakeRowsOf(deal.deal, news), ctx.now)
    await saveSeats(tx, deal, news.dispute?.caseHash ?? null, news.seats)

    await followChain(tx, ctx, challengeId, news)
    await enqueueKeeper(tx, dealId)
  })
}
