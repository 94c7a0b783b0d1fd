import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'

/** Accounts and postings in the database. */

/** The accounts of these keys, made where there are none, held to the end of the transaction. */
export async function lockAccounts(
  sql: Sql,
  keys: readonly string[],
  now: Date,
): Promise<Map<string, { id: string; balance: bigint }>> {
  // In one order, whoever asks: two transfers between the same accounts never wait for each other.
  const sorted = [...new Set(keys)].sort()
  for (const key of sorted) {
    await sql.$executeRaw`
      INSERT INTO credit_accounts (id, key, created_at)
      VALUES (${newId()}::uuid, ${key}::text, ${now.toISOString()}::timestamptz) ON CONFLICT (key) DO NOTHING`
  }
  const rows = await sql.$queryRaw<{ id: string; key: string; balance: string }[]>`
    SELECT id::text, key, balance::text FROM credit_accounts WHERE key = ANY(${sorted}::text[])
    ORDER BY key COLLATE "C" FOR UPDATE`
  return new Map(rows.map(({ id, key, balance }) => [key, { id, balance: BigInt(balance) }]))
}

export async function hasTransfer(sql: Sql, id: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`SELECT 1 FROM credit_postings WHERE transfer_id = ${id}::text LIMIT 1`
  return rows.length > 0
}

type NewPosting = { transferId: string; accountId: string; amount: bigint; kind: string; now: Date }

/** Writes one side of a transfer and moves the account's balance by it. */
export async function post(sql: Sql, { transferId, accountId, amount, kind, now }: NewPosting): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO credit_postings (id, transfer_id, account_id, amount, kind, created_at)
    VALUES (${newId()}::uuid, ${transferId}::text, ${accountId}::uuid, ${amount.toString()}::numeric, ${kind}::text,
      ${now.toISOString()}::timestamptz)`
  await sql.$executeRaw`
    UPDATE credit_accounts SET balance = balance + ${amount.toString()}::numeric WHERE id = ${accountId}::uuid`
}

export async function balanceOf(sql: Sql, key: string): Promise<bigint> {
  const [row] = await sql.$queryRaw<{ balance: string }[]>`
    SELECT balance::text FROM credit_accounts WHERE key = ${key}::text`
  return BigInt(row?.balance ?? 0)
}

/** The names a user has credits under: the wallets linked now as did:pkh, and agents without a wallet. */
export async function listParties(sql: Sql, userId: string): Promise<{ did: string; key: string; balance: string }[]> {
  return sql.$queryRaw<{ did: string; key: string; balance: string }[]>`
    SELECT named.did, named.key, coalesce(a.balance, 0)::text AS balance
    FROM (
      SELECT 'did:pkh:eip155:' || chain_id || ':' || address AS did, address AS key FROM wallets
      WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL
      UNION
      SELECT did, did FROM agents WHERE user_id = ${userId}::uuid AND did LIKE 'did:key:%'
    ) AS named
    LEFT JOIN credit_accounts a ON a.key = 'party:' || named.key
    ORDER BY named.did`
}

export type Posting = { transferId: string; key: string; kind: string; amount: string; at: Date }

/** The newest postings of these accounts. */
export async function listPostings(sql: Sql, keys: readonly string[], limit: number): Promise<Posting[]> {
  return sql.$queryRaw<Posting[]>`
    SELECT p.transfer_id AS "transferId", a.key, p.kind, p.amount::text, p.created_at AS at
    FROM credit_accounts a
    CROSS JOIN LATERAL (
      SELECT * FROM credit_postings WHERE account_id = a.id ORDER BY created_at DESC, id DESC LIMIT ${limit}::int
    ) AS p
    WHERE a.key = ANY(${keys}::text[])
    ORDER BY p.created_at DESC, p.id DESC LIMIT ${limit}::int`
}
