import type { Sql } from '@/lib/db/sql'

/** More than anybody remembers; the newest come first. */
const MOST = 1_000

/** Addresses of the other sides of this user's challenges, once each: those they sent one to, and those who sent them one. */
export async function listOtherSides(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM (
      SELECT counterparty_address AS address, id FROM challenges
        WHERE creator_user_id = ${userId}::uuid AND counterparty_address IS NOT NULL AND sent_at IS NOT NULL
      UNION ALL
      SELECT creator_address, id FROM challenges WHERE counterparty_user_id = ${userId}::uuid
    ) AS sides
    GROUP BY address ORDER BY max(id::text) DESC LIMIT ${MOST}`
  return rows.map((row) => row.address)
}
