import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'

type NewHint = { hash: Hex; chainId: number; txHashes: readonly string[]; now: Date }

/** Stores what a provider said. Null: it said exactly that before. */
export async function insertHint(sql: Sql, { hash, chainId, txHashes, now }: NewHint): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ id: string }[]>`
    INSERT INTO chain_hints (id, hash, chain_id, tx_hashes, received_at)
    VALUES (${newId()}::uuid, ${hash}::text, ${chainId}::int, ${[...txHashes]}::text[], ${now.toISOString()}::timestamptz)
    ON CONFLICT (hash) DO NOTHING RETURNING id::text`
  return row?.id ?? null
}

export type Hint = { id: string; chainId: number; txHashes: Hex[] }

/** A hint nothing was done with yet. */
export async function findHint(sql: Sql, id: string): Promise<Hint | null> {
  const [row] = await sql.$queryRaw<Hint[]>`
    SELECT id::text, chain_id AS "chainId", tx_hashes AS "txHashes" FROM chain_hints
    WHERE id = ${id}::uuid AND processed_at IS NULL`
  return row ?? null
}

export async function noteLooked(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.$executeRaw`UPDATE chain_hints SET processed_at = ${now.toISOString()}::timestamptz WHERE id = ${id}::uuid`
}

/** Older ones cannot be repeated any more: their time is over. */
export async function deleteHints(sql: Sql, before: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM chain_hints WHERE received_at < ${before.toISOString()}::timestamptz`
}
