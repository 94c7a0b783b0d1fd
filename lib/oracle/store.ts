import type { Sql } from '@/lib/db/sql'

/** The only file of this noun that knows the database. */

/** SOLO challenges whose oracle may have spoken by now: on the local chain, or on all others. In no order. */
export async function listAwaitingOracle(
  sql: Sql,
  { now, localChain, local, take }: { now: Date; localChain: number; local: boolean; take: number },
): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id::text AS id FROM challenges
    WHERE status = 'AWAITING_RESOLUTION' AND mode = 'SOLO' AND resolution ->> 'strategy' = 'ORACLE'
      AND (creator_chain_id = ${localChain}::int) = ${local}::boolean
      AND (resolution #>> '{oracle,not_before}')::timestamptz <= ${now.toISOString()}::timestamptz
    ORDER BY random() LIMIT ${take}::int`
  return rows.map(({ id }) => id)
}
