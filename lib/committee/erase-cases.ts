import type { Sql } from '@/lib/db/sql'
import { eraseEvidence } from '@/lib/evidence/erase-evidence'
import { eraseReasons } from './case-store'

/** What a user wrote and showed in disputes is gone; the hashes stay in their cases. */
export async function eraseCaseTexts(sql: Sql, userId: string): Promise<void> {
  await eraseReasons(sql, userId)
  await eraseEvidence(sql, userId)
}
