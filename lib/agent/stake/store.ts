import type { StakeEvent } from '@/lib/chain/stake-log'
import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Stake, StakeLog } from './fold-stake'

type Contract = { chainId: number; address: Hex }

/** The canonical logs of some members in one contract, each member's in the chain's order. */
export async function listStakeLogs(
  sql: Sql,
  { chainId, address }: Contract,
  members: readonly string[],
): Promise<Map<string, StakeLog[]>> {
  const rows = await sql.$queryRaw<{ name: string; deal: Hex; args: unknown; block_number: string }[]>`
    SELECT name, deal, args, block_number::text FROM chain_events
    WHERE chain_id = ${chainId}::int AND address = ${address}::text AND deal = ANY(${[...members]}::text[]) AND canonical
    ORDER BY chain_events.block_number, log_index`
  const logs = new Map<string, StakeLog[]>(members.map((member) => [member, []]))
  for (const { name, deal, args, block_number } of rows) {
    const event = { name, deal, args } as StakeEvent
    logs.get(deal)?.push({ ...event, blockNumber: BigInt(block_number) })
  }
  return logs
}

/** Brings a member's row to what was folded; without a log on the chain there is none. */
export async function saveStake(
  tx: Sql,
  { chainId, address }: Contract,
  member: string,
  stake: Stake | null,
  now: Date,
): Promise<void> {
  if (!stake) {
    await tx.$executeRaw`
      DELETE FROM agent_stakes
      WHERE chain_id = ${chainId}::int AND contract = ${address}::text AND member = ${member}::text`
    return
  }
  await tx.$executeRaw`
    INSERT INTO agent_stakes (chain_id, contract, member, locked, waiting, free_at, block_number, updated_at)
    VALUES (${chainId}::int, ${address}::text, ${member}::text, ${stake.locked.toString()}::numeric,
      ${stake.waiting.toString()}::numeric, ${stake.freeAt?.toISOString() ?? null}::timestamptz,
      ${stake.blockNumber.toString()}::bigint, ${now.toISOString()}::timestamptz)
    ON CONFLICT (chain_id, contract, member) DO UPDATE SET
      locked = excluded.locked, waiting = excluded.waiting, free_at = excluded.free_at,
      block_number = excluded.block_number, updated_at = excluded.updated_at`
}

/** Contracts whose stakes are kept here, beside the one of now: their rows follow the chain too. */
export async function listStakeContracts(sql: Sql, chainId: number): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ contract: Hex }[]>`
    SELECT DISTINCT contract FROM agent_stakes WHERE chain_id = ${chainId}::int`
  return rows.map(({ contract }) => contract)
}

export type StakeRow = Pick<Stake, 'locked' | 'waiting' | 'freeAt'>

/** What some addresses have in a contract; those with nothing are left out. */
export async function listStakes(
  sql: Sql,
  { chainId, address }: Contract,
  members: readonly string[],
): Promise<Map<string, StakeRow>> {
  const rows = await sql.$queryRaw<{ member: string; locked: string; waiting: string; free_at: Date | null }[]>`
    SELECT member, locked::text, waiting::text, free_at FROM agent_stakes
    WHERE chain_id = ${chainId}::int AND contract = ${address}::text AND member = ANY(${[...members]}::text[])`
  return new Map(
    rows.map(({ member, locked, waiting, free_at }) => [
      member,
      { locked: BigInt(locked), waiting: BigInt(waiting), freeAt: free_at },
    ]),
  )
}
