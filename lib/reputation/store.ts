import type { Sql } from '@/lib/db/sql'
import type { Dimension } from './score'

/** The only file of this noun that knows the database. */

export type Counts = { completed: number; lost: number; silent: number }

/** Where a party stands, as it is stored. */
export type StandingRow = {
  id: string
  numbers: Record<Dimension, number | null>
  evidence: Record<Dimension, number>
  receipts: number
  counterparties: number
  counts: Counts
  asOf: Date
  updatedAt: Date
}

type Stored = Record<Dimension, number | null> & {
  id: string
  evidence: Record<Dimension, number>
  receipts: number
  counterparties: number
  completed: number
  lost: number
  silent: number
  as_of: Date
  updated_at: Date
}

/** Those of these parties who have a history, by id. */
export async function listStandings(sql: Sql, ids: readonly string[]): Promise<Map<string, StandingRow>> {
  const rows = await sql.$queryRaw<Stored[]>`SELECT * FROM reputation WHERE id = ANY(${[...ids]}::text[])`
  return new Map(rows.map((row) => [row.id, toStanding(row)]))
}

function toStanding(row: Stored): StandingRow {
  const { id, q, t, r, s, v, i, e, evidence, receipts, counterparties, completed, lost, silent } = row
  return {
    id,
    numbers: { q, t, r, s, v, i, e },
    evidence,
    receipts,
    counterparties,
    counts: { completed, lost, silent },
    asOf: row.as_of,
    updatedAt: row.updated_at,
  }
}
