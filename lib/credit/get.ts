import { type Ctx, requireUser } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { partyAccount } from './account'
import { listParties, listPostings } from './store'

const NEWEST = 50

/** The caller's credits under each of their names, and what moved them last (`GET credits`). */
export async function getCredits(ctx: Ctx) {
  const { userId } = requireUser(ctx)
  const sql = sqlOver(ctx.pool)
  const parties = await listParties(sql, userId)
  const postings = await listPostings(
    sql,
    parties.map(({ key }) => partyAccount(key)),
    NEWEST,
  )
  const balances = new Map(parties.map(({ key, balance }) => [key, BigInt(balance)]))
  return {
    total_atomic: [...balances.values()].reduce((sum, balance) => sum + balance, 0n).toString(),
    accounts: parties.map(({ did, balance }) => ({ did, balance_atomic: balance })),
    postings: postings.map(({ transferId, key, kind, amount, at }) => ({
      transfer_id: transferId,
      party: key.replace(/^party:/, ''),
      kind,
      amount_atomic: amount,
      at,
    })),
  }
}
