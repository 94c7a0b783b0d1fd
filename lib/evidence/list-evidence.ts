import type { Sql } from '@/lib/db/sql'
import { type Evidence, listEvidenceRows } from './store'

/** What both sides show in a case, in the order it came. Whether somebody may see it is for the caller to ask. */
export function listEvidence(sql: Sql, caseId: string): Promise<Evidence[]> {
  return listEvidenceRows(sql, caseId)
}
