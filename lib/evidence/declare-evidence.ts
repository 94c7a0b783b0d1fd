import type { Party } from '@/lib/challenge/state'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { MAX_FILES } from './limits'
import { insertEvidence } from './store'

/** A file somebody has, hashed where it is. */
export type EvidenceItem = { name: string; size: number; sha256: Hex }

/** Notes which files one side shows, as part of the caller's transaction. E9004 for one twice, or too many. */
export async function declareEvidence(
  sql: Sql,
  declared: { caseId: Hex; role: Party; items: readonly EvidenceItem[]; now: Date },
): Promise<void> {
  const { caseId, role, items, now } = declared
  if (items.length > MAX_FILES) throw new AppError('E9004', `Show at most ${MAX_FILES} files.`)

  for (const item of items) {
    const isNew = await insertEvidence(sql, { caseId, role, ...item, now })
    if (!isNew) throw new AppError('E9004', `Two of the files have the same bytes: ${item.sha256}. Name each once.`)
  }
}
