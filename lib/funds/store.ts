import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { caip2 } from '@/lib/proof/chains'
import { assetOf } from './asset'
import { shownThreshold } from './decide'
import type { FundsReading } from './read-funds'

/** The only file of this noun that knows the database. */

export type SaveReadings = {
  readings: readonly FundsReading[]
  /** A check somebody asked for, the reading that locks, or the one at the end. */
  phase: 'check' | 'lock' | 'end'
  challengeId: string | null
  /** Who asked; left out when the desk did. */
  userId?: string
}

/**
 * Stores readings, without any balance or salt; answers their ids in the same order. `min_balance` of an age is in days,
 * of a count in transactions. A check outside a challenge has neither role nor place in one.
 */
export async function saveReadings(sql: Sql, { readings, ...of }: SaveReadings): Promise<string[]> {
  const ids: string[] = []
  for (const reading of readings) ids.push(await insertProof(sql, reading, of))
  return ids
}

async function insertProof(sql: Sql, reading: FundsReading, of: Omit<SaveReadings, 'readings'>): Promise<string> {
  const id = newId()
  const { requirement: r } = reading
  const place = of.phase === 'check' ? { role: null, index: null } : { role: r.role, index: r.index }

  await sql.$executeRaw`
    INSERT INTO funds_proofs (
      id, user_id, challenge_id, role, requirement, phase, network, wallet, kind, asset_type, token_address, asset,
      min_balance, status, provider, providers_agreed, block_number, block_hash, finalized_block_number,
      finalized_block_hash, balance_commitment, checked_at)
    VALUES (
      ${id}::uuid, ${of.userId ?? null}::uuid, ${of.challengeId}::uuid, ${place.role}, ${place.index}::int, ${of.phase},
      ${caip2(r.network)}, ${r.wallet}, ${r.kind}, ${r.assetType ?? 'NATIVE'}, ${r.tokenAddress ?? null}, ${assetOf(r)},
      ${shownThreshold(r).toString()}::numeric, ${reading.status}, ${reading.provider}, ${reading.providersAgreed}::int,
      ${reading.blockNumber}::bigint, ${reading.blockHash}, ${reading.finalizedBlockNumber}::bigint,
      ${reading.finalizedBlockHash}, ${reading.balanceCommitment}, ${reading.checkedAt}::timestamptz)`
  return id
}

/**
 * Whether `userId` has proven this wallet for that chain. A contract's address may belong to somebody else on another
 * chain, so its proof holds only where it was made.
 */
export async function hasProven(sql: Sql, userId: string, wallet: string, chainId: number): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM wallets
    WHERE user_id = ${userId}::uuid AND address = ${wallet} AND unlinked_at IS NULL
      AND (kind = 'EOA' OR chain_id = ${chainId}::int)
    LIMIT 1`
  return rows.length > 0
}
