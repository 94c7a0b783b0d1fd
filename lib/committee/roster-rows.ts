import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { RosterRow } from './roster'

/** A roster as it was published, without the tree its proofs come from: growing that takes a second for a thousand rows. */
export type RosterRows = { epoch: number; root: Hex; rows: readonly RosterRow[] }

/** In hours. After a day without one, those it lists may be gone. */
const MAX_AGE = 24

/** The rows of the newest roster of an hour that has begun, less than a day old. */
export async function findFreshRows(sql: Sql, now: number): Promise<RosterRows | null> {
  const [row] = await sql.$queryRaw<Stored[]>`
    SELECT epoch, root, rows FROM rosters WHERE epoch <= ${now}::int AND epoch > ${now - MAX_AGE}::int
    ORDER BY epoch DESC LIMIT 1`
  return row ? toRows(row) : null
}

/** Whether there is such a roster. */
export async function hasFreshRoster(sql: Sql, now: number): Promise<boolean> {
  const found = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM rosters WHERE epoch <= ${now}::int AND epoch > ${now - MAX_AGE}::int LIMIT 1`
  return found.length > 0
}

/** The rows of the first roster after that of hour `after`, of an hour that has begun. */
export async function findNextRows(sql: Sql, after: number, now: number): Promise<RosterRows | null> {
  const [row] = await sql.$queryRaw<Stored[]>`
    SELECT epoch, root, rows FROM rosters WHERE epoch > ${after}::int AND epoch <= ${now}::int ORDER BY epoch LIMIT 1`
  return row ? toRows(row) : null
}

/** The rows of these hours, by hour. */
export async function findRosters(sql: Sql, epochs: readonly number[]): Promise<Map<number, RosterRows>> {
  const found = await sql.$queryRaw<Stored[]>`
    SELECT epoch, root, rows FROM rosters WHERE epoch = ANY(${[...epochs]}::int[])`
  return new Map(found.map((row) => [row.epoch, toRows(row)]))
}

type Stored = { epoch: number; root: Hex; rows: { id: string; member: Hex; weight: string }[] }

function toRows({ epoch, root, rows }: Stored): RosterRows {
  let weightBefore = 0n
  const weighed = rows.map(({ id, member, weight }, index) => {
    const row = { id, member, index, weightBefore, weight: BigInt(weight) }
    weightBefore += row.weight
    return row
  })
  return { epoch, root, rows: weighed }
}
