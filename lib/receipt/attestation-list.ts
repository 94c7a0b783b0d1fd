import type { Sql } from '@/lib/db/sql'
import type { ReceiptStatement } from './attestation'
import { countAllVotes, listStatements } from './attestation-store'
import type { Votes } from './quorum'

/** How far a task has been judged. */
export type Judging = {
  statements: ReceiptStatement[]
  /** Null while no committee sits. */
  quorum: ({ k: number; m: number } & Votes) | null
}

/** How far these receipts have been judged; those of challenges, and tasks nobody has judged, are left out. */
export async function findJudging(sql: Sql, ids: readonly string[]): Promise<Map<string, Judging>> {
  const [statements, counts] = await Promise.all([listStatements(sql, ids), countAllVotes(sql, ids)])
  const found = new Map<string, Judging>()
  const of = (id: string) => {
    const judging = found.get(id) ?? { statements: [], quorum: null }
    found.set(id, judging)
    return judging
  }
  for (const { id, k, m, passes, fails } of counts) of(id).quorum = { k, m, passes, fails }
  for (const statement of statements) of(statement.receiptId).statements.push(statement)
  return found
}
