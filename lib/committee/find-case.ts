import type { Party } from '@/lib/challenge/state'
import type { Sql } from '@/lib/db/sql'
import type { DisputeCase } from './case'
import { findCaseToAdd } from './case-store'

type Asked = { challengeId: string; role: Party; id?: string | undefined }

/** The case a party may still show files in: the open one, or the one they prepared; null without one. */
export function findOwnCase(sql: Sql, { challengeId, role, id }: Asked): Promise<DisputeCase | null> {
  return findCaseToAdd(sql, { challengeId, role, id: id ?? null })
}
