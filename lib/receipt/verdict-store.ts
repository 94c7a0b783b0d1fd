import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Verdict } from '@/lib/proof/receipt'

/** Every decision on a receipt, the first one first. */
export async function listVerdicts(sql: Sql, receiptId: string): Promise<{ id: Hex; document: Verdict }[]> {
  return sql.$queryRaw<{ id: Hex; document: Verdict }[]>`
    SELECT id, document FROM verdicts WHERE receipt_id = ${receiptId}::text ORDER BY created_at, round, id`
}
