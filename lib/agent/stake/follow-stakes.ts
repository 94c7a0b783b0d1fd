import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { foldStake } from './fold-stake'
import { listStakeLogs, saveStake } from './store'

type Contract = { chainId: number; address: Hex }

/**
 * Brings what the desk keeps of some members' stakes to what the chain says: all canonical logs folded anew, whatever was
 * there before, in the transaction in which they came or went. Run it as often as you like.
 */
export async function followStakes(
  tx: Sql,
  contract: Contract,
  { members, confirmed, now }: { members: readonly string[]; confirmed: number; now: Date },
): Promise<void> {
  if (members.length === 0) return
  const logs = await listStakeLogs(tx, contract, members)
  for (const [member, own] of logs) await saveStake(tx, contract, member, foldStake(own, BigInt(confirmed)), now)
}
