import type { Sql } from '@/lib/db/sql'
import { listStakeRows, type StakeRow } from './store'

export type { StakeRow } from './store'

/** What the chain says of the deposits of a challenge, as API and pages show it: bonds first, the creator's first. */
export async function listStakes(sql: Sql, challengeId: string): Promise<StakeRow[]> {
  return listStakeRows(sql, challengeId)
}
