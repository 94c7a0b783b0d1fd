import type { Sql } from '@/lib/db/sql'
import { listOpenOn } from './store'

export type OpenChallenge = { id: string; title: string }

/**
 * The challenges, not yet ended, that rest on a wallet of this user: it is the party that signed or will, or the one their
 * requirement is read from. An invitation they have not answered binds nothing, so nobody can be held by being named.
 */
export function listChallengesOn(sql: Sql, userId: string, address: string, limit: number): Promise<OpenChallenge[]> {
  return listOpenOn(sql, userId, address, limit)
}
