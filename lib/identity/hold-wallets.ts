import type { Sql } from '@/lib/db/sql'

/**
 * Which of `addresses` are linked to `userId`, each kept from being unlinked to the end of the transaction. Whoever binds
 * a wallet to a challenge asks for it here; unlinking waits for them, and they find what it has taken away gone.
 * `KEY SHARE`, so that signing in, which notes the newest proof on the same row, does not wait.
 */
export async function holdWallets(sql: Sql, userId: string, addresses: readonly string[]): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets
    WHERE user_id = ${userId}::uuid AND address = ANY(${addresses}::text[]) AND unlinked_at IS NULL
    ORDER BY id FOR KEY SHARE`
  return rows.map(({ address }) => address)
}
