import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { SentTransaction } from './plan-send'

/**
 * What we signed for this noun, in chain_transactions. SUBMITTED: signed, stored, perhaps sent. MINED: its root is in a block
 * by it. DROPPED: its batch no longer needs it.
 */
const PURPOSE = 'anchor'

export type StoredTransaction = SentTransaction & { raw: Hex; hash: Hex }
type Row = {
  id: string
  nonce: number
  subject_id: string
  state: string
  hash: Hex
  raw: Hex
  fee: string
  updated_at: Date
}

/** What `signer` signed for nonces from `fromNonce` on, lowest first. */
export async function listSent(
  sql: Sql,
  chainId: number,
  signer: Hex,
  fromNonce: number,
): Promise<StoredTransaction[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT id, nonce, subject_id, state, hash, raw, max_fee_per_gas::text AS fee, updated_at FROM chain_transactions
    WHERE chain_id = ${chainId}::int AND signer = ${signer}::text AND nonce >= ${fromNonce}::int
    ORDER BY nonce`
  return rows.map((row) => ({
    id: row.id,
    nonce: row.nonce,
    batchId: row.subject_id,
    live: row.state !== 'DROPPED',
    maxFeePerGas: BigInt(row.fee),
    signedAt: row.updated_at,
    raw: row.raw,
    hash: row.hash,
  }))
}

export type NewTransaction = {
  chainId: number
  signer: Hex
  nonce: number
  batchId: string
  hash: Hex
  raw: Hex
  maxFeePerGas: bigint
  /** The row whose nonce this takes over, as it was read. */
  replaces: { id: string; hash: Hex } | null
  now: Date
}

/** Stores signed bytes before they are sent. False when the nonce went to another transaction meanwhile. */
export async function storeSent(sql: Sql, tx: NewTransaction): Promise<boolean> {
  const stored = tx.replaces
    ? await sql.$executeRaw`
        UPDATE chain_transactions SET purpose = ${PURPOSE}, subject_id = ${tx.batchId}::text, hash = ${tx.hash}::text,
          raw = ${tx.raw}::text, max_fee_per_gas = ${tx.maxFeePerGas.toString()}::text::numeric, state = 'SUBMITTED',
          updated_at = ${tx.now.toISOString()}::timestamptz
        WHERE id = ${tx.replaces.id}::uuid AND hash = ${tx.replaces.hash}::text`
    : await sql.$executeRaw`
        INSERT INTO chain_transactions (id, chain_id, signer, nonce, purpose, subject_id, hash, raw, max_fee_per_gas, state, created_at, updated_at)
        VALUES (${newId()}::uuid, ${tx.chainId}::int, ${tx.signer}::text, ${tx.nonce}::int, ${PURPOSE}, ${tx.batchId}::text,
          ${tx.hash}::text, ${tx.raw}::text, ${tx.maxFeePerGas.toString()}::text::numeric, 'SUBMITTED',
          ${tx.now.toISOString()}::timestamptz, ${tx.now.toISOString()}::timestamptz)
        ON CONFLICT (chain_id, signer, nonce) DO NOTHING`
  return stored === 1
}

/** This batch no longer needs a transaction under these nonces. */
export async function dropSent(
  sql: Sql,
  batchId: string,
  which: { belowNonce: number } | { id: string },
  now: Date,
): Promise<void> {
  const [id, belowNonce] = 'id' in which ? [which.id, null] : [null, which.belowNonce]
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = 'DROPPED', updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${PURPOSE} AND subject_id = ${batchId}::text AND state <> 'DROPPED'
      AND (id = ${id}::uuid OR nonce < ${belowNonce}::int)`
}

/** The batch stands in a block by `txHash`: ours by that hash did it, our others for it are not needed. */
export async function settleSent(sql: Sql, batchId: string, txHash: Hex, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = CASE WHEN hash = ${txHash}::text THEN 'MINED' ELSE 'DROPPED' END,
      updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${PURPOSE} AND subject_id = ${batchId}::text`
}

/** The block that held it is gone: the stored bytes can be sent again. */
export async function revertSent(sql: Sql, batchId: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = 'SUBMITTED', updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${PURPOSE} AND subject_id = ${batchId}::text AND state = 'MINED'`
}
