import { publishTurns } from '@/lib/challenge/change'
import { followChain } from '@/lib/challenge/follow-chain'
import { lockChallenge } from '@/lib/challenge/store'
import { announceSeats } from '@/lib/committee/announce-seats'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
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
    const before = await lockChallenge(tx, challengeId)
    const deal = await lockDeal(tx, dealId)

    const news = foldDeal(deal.deal, await listDealLogs(tx, deal), await findConfirmedNumber(tx, deal))
    await saveDealState(tx, dealId, news, ctx.now)
    await saveStakes(tx, deal, stakeRowsOf(deal.deal, news), ctx.now)
    const seated = await saveSeats(tx, deal, news.dispute?.caseHash ?? null, news.seats)

    // A deposit that is seen, and not yet confirmed, is no change of ours, but makes it the other side's turn.
    await publishTurns(tx, ctx, before, await lockChallenge(tx, challengeId))
    await followChain(tx, ctx, challengeId, news)
    if (news.dispute && !news.ending) await announceSeats(tx, ctx, challengeId, news.dispute.caseHash, newest(seated))
    await enqueueKeeper(tx, dealId)
  })
}

/** Members of the last round alone: whoever was replaced is asked nothing. */
function newest(seated: readonly { round: number; member: Hex }[]): Hex[] {
  const round = Math.max(...seated.map((seat) => seat.round))
  return seated.filter((seat) => seat.round === round).map(({ member }) => member)
}
