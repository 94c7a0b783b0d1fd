import { followStakes } from '@/lib/agent/stake/follow-stakes'
import { stakeContractOf } from '@/lib/agent/stake/minimum-stake'
import { listStakeContracts } from '@/lib/agent/stake/store'
import type { Sql } from '@/lib/db/sql'
import { enqueueFollow } from '@/lib/stake/enqueue-follow'
import { type Contract, findCursor, listOwnDeals } from './store'

/** Has what some logs concern brought up to date: deals in a job each, stakes at once, since they are a sum. */
export async function followUp(tx: Sql, contract: Contract, subjects: readonly string[], now: Date): Promise<void> {
  if (contract.kind === 'stake') return refold(tx, contract, subjects, now)
  for (const deal of await listOwnDeals(tx, contract, subjects)) await enqueueFollow(tx, deal)
}

/** A rolled back deposit is often in the other branch too: its deal is followed when that was read. */
const FOLLOW_AFTER_SECONDS = 1

/** The same for a whole chain that lost blocks, whichever contract's news showed it. Returns how many deals it touched. */
export async function followUndone(
  tx: Sql,
  chainId: number,
  subjects: readonly string[],
  now: Date,
): Promise<{ deals: number }> {
  const deals = await listOwnDeals(tx, { chainId }, subjects)
  for (const deal of deals) await enqueueFollow(tx, deal, { delaySeconds: FOLLOW_AFTER_SECONDS })
  for (const contract of await stakeContracts(tx, chainId)) await refold(tx, contract, subjects, now)
  return { deals: deals.length }
}

/** The contract stakes are locked in on a chain, and those that were it before. */
export async function stakeContracts(sql: Sql, chainId: number): Promise<Contract[]> {
  const current = stakeContractOf(chainId)
  const before = await listStakeContracts(sql, chainId)
  const addresses = new Set(current ? [current, ...before] : before)
  return [...addresses].map((address) => ({ chainId, address, kind: 'stake' }))
}

async function refold(tx: Sql, contract: Contract, subjects: readonly string[], now: Date): Promise<void> {
  const members = subjects.filter((subject) => subject.length === ADDRESS_LENGTH)
  const cursor = await findCursor(tx, contract)
  await followStakes(tx, contract, { members, confirmed: cursor?.confirmed ?? -1, now })
}

/** What logs concern is a deal, by its hash, or a member, by their address. */
const ADDRESS_LENGTH = 42
