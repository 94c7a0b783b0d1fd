import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { ISSUANCE } from './account'
import { hasTransfer, lockAccounts, post } from './store'

export type Transfer = {
  /** One for each reason: doing it again does nothing. */
  id: string
  /** What it is for, in a word of ours: `appeal_bond`. */
  kind: string
  /** What each account gains (or, below zero, gives); they sum to zero. */
  postings: readonly { account: string; amount: bigint }[]
  now: Date
}

/**
 * Moves credits between accounts, as part of the caller's transaction. False when it was done before, and then nothing
 * moved. Throws E8003 when an account would owe something.
 */
export async function transfer(tx: Sql, { id, kind, postings, now }: Transfer): Promise<boolean> {
  const moved = mergePostings(postings)
  const sum = [...moved.values()].reduce((total, amount) => total + amount, 0n)
  if (sum !== 0n) throw new Error(`The postings of transfer ${id} do not sum to zero`)

  const accounts = await lockAccounts(tx, [...moved.keys()], now)
  if (await hasTransfer(tx, id)) return false

  for (const [key, amount] of moved) {
    const account = accounts.get(key)
    if (!account) throw new Error('A locked account vanished')
    if (key !== ISSUANCE && account.balance + amount < 0n) throw short(account.balance, -amount)
    await post(tx, { transferId: id, accountId: account.id, amount, kind, now })
  }
  return true
}

/** One posting for each account; what comes to nothing is left out. */
function mergePostings(postings: Transfer['postings']): Map<string, bigint> {
  const merged = new Map<string, bigint>()
  for (const { account, amount } of postings) merged.set(account, (merged.get(account) ?? 0n) + amount)
  return new Map([...merged].filter(([, amount]) => amount !== 0n))
}

function short(balance: bigint, needed: bigint): AppError {
  return new AppError(
    'E8003',
    `This takes ${needed} atomic credits, and there are ${balance}. Ask the operator of this desk for credits.`,
  )
}
