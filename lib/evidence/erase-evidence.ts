import type { Sql } from '@/lib/db/sql'
import { eraseAllOf } from './store'

/** Names and bytes of all a user has shown anywhere are gone; hashes and sizes stay in their cases. */
export function eraseEvidence(sql: Sql, userId: string): Promise<void> {
  return eraseAllOf(sql, userId)
}
