import type { Sql } from '@/lib/db/sql'
import { clearResponses } from './store'

/** What a user answered in ENFORCED challenges is gone, replaced answers too; the hashes on chain stay. */
export async function eraseResponses(sql: Sql, userId: string): Promise<void> {
  await clearResponses(sql, userId)
}
