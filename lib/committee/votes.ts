import type { Sql } from '@/lib/db/sql'
import type { CaseVote, DisputeCase } from './case'
import { findCaseOf, selectVotes } from './case-store'

/** The case of a challenge: the open one, else one that is over, else the newest that was only prepared; null without any. */
export function caseOf(sql: Sql, challengeId: string): Promise<DisputeCase | null> {
  return findCaseOf(sql, challengeId)
}

/** The votes of one round of a case, in the order they were cast. Without a round, of all. */
export function listVotes(sql: Sql, caseId: string, round?: number): Promise<CaseVote[]> {
  return selectVotes(sql, caseId, round ?? null)
}
