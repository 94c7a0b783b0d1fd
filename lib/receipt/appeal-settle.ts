import type { Ctx } from '@/lib/context'
import { appealAccount, partyAccount } from '@/lib/credit/account'
import { transfer } from '@/lib/credit/transfer'
import type { Sql } from '@/lib/db/sql'
import { shareBond } from './appeal-rules'
import { type AppealState, closeAppeal, listVoters } from './appeal-store'

/**
 * Ends a receipt's appeal and gives its bond out, as part of the transaction that decides the receipt: back to the
 * appellant when it was WON or LAPSED (nobody decided), to those who judged when it was LOST. Done again it does nothing.
 */
export async function settleAppeal(
  tx: Sql,
  { now }: Pick<Ctx, 'now'>,
  receiptId: string,
  state: Exclude<AppealState, 'OPEN'>,
): Promise<void> {
  const appeal = await closeAppeal(tx, receiptId, state, now)
  if (!appeal) return

  const voters = state === 'LOST' ? await listVoters(tx, receiptId) : []
  const { share, rest } = shareBond(appeal.bond, voters)
  await transfer(tx, {
    id: `appeal:${receiptId}:end`,
    kind: `appeal_${state.toLowerCase()}`,
    postings: [
      { account: appealAccount(receiptId), amount: -appeal.bond },
      ...voters.map((voter) => ({ account: partyAccount(voter), amount: share })),
      { account: partyAccount(appeal.did), amount: rest },
    ],
    now,
  })
}
