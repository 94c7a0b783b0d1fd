import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { SentTransaction } from './plan-send'

/**
 * What a transaction is for: the root of a batch (`anchor`), or a call to the escrow for everybody's good (`call`). All of
 * them share the nonces of one sender, so each row in chain_transactions says whose it is.
 */
export type Subject = { purpose: 'anchor' | 'call' | 'eas'; id: string }

/**
 * SUBMITTED: signed, stored, perhaps sent. MINED: what it is for stands in a block by it. DROPPED: what it was for no longer
 * needs it.
 */
export type StoredTransaction = SentTransaction & { raw: Hex; hash: Hex }
type Row = {
  id: string
  nonce: number
  purpose: Subject['purpose']
  subject_id: string
  state: string
  hash: Hex
  raw: Hex
  fee: string
  updated_at: Date
}

/** Tells the subjects of transactions apart. */
export function subjectKey({ purpose, id }: Subject): string {
  return `${purpose} ${id}`
}

/** What `signer` signed for nonces from `fromNonce` on, lowest first. */
export async function listSent(
  sql: Sql,
  chainId: number,
  signer: Hex,
  fromNonce: number,
): Promise<StoredTransaction[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT id, nonce, purpose, subject_id, state, hash, raw, max_fee_per_gas::text AS fee, updated_at
    FROM chain_transactions
    WHERE chain_id = ${chainId}::int AND signer = ${signer}::text AND nonce >= ${fromNonce}::int
    ORDER BY nonce`
  return rows.map(toStored)
}

/** Every transaction a subject still needs or needed last, newest first. */
export async function listOfSubject(sql: Sql, subject: Subject): Promise<StoredTransaction[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT id, nonce, purpose, subject_id, state, hash, raw, max_fee_per_gas::text AS fee, updated_at
    FROM chain_transactions
    WHERE purpose = ${subject.purpose}::text AND subject_id = ${subject.id}::text
    ORDER BY updated_at DESC, nonce DESC`
  return rows.map(toStored)
}

export type NewTransaction = {
  chainId: number
  signer: Hex
  nonce: number
  subject: Subject
  hash: Hex
  raw: Hex
  maxFeePerGas: bigint
  /** The row whose nonce this takes over, as it was read. */
  replaces: { id: string; hash: Hex } | null
  now: Date
}

/** Stores signed bytes before they are sent. False when the nonce went to another transaction meanwhile. */
export async function storeSent(sql: Sql, tx: NewTransaction): Promise<boolean> {
  const { purpose, id } = tx.subject
  const stored = tx.replaces
    ? await sql.$executeRaw`
        UPDATE chain_transactions SET purpose = ${purpose}::text, subject_id = ${id}::text, hash = ${tx.hash}::text,
          raw = ${tx.raw}::text, max_fee_per_gas = ${tx.maxFeePerGas.toString()}::text::numeric, state = 'SUBMITTED',
          updated_at = ${tx.now.toISOString()}::timestamptz
        WHERE id = ${tx.replaces.id}::uuid AND hash = ${tx.replaces.hash}::text`
    : await sql.$executeRaw`
        INSERT INTO chain_transactions (id, chain_id, signer, nonce, purpose, subject_id, hash, raw, max_fee_per_gas, state, created_at, updated_at)
        VALUES (${newId()}::uuid, ${tx.chainId}::int, ${tx.signer}::text, ${tx.nonce}::int, ${purpose}::text, ${id}::text,
          ${tx.hash}::text, ${tx.raw}::text, ${tx.maxFeePerGas.toString()}::text::numeric, 'SUBMITTED',
          ${tx.now.toISOString()}::timestamptz, ${tx.now.toISOString()}::timestamptz)
        ON CONFLICT (chain_id, signer, nonce) DO NOTHING`
  return stored === 1
}

/** The subject no longer needs a transaction: the one with this id, or those below this nonce. */
export async function dropSent(
  sql: Sql,
  subject: Subject,
  which: { belowNonce: number } | { id: string },
  now: Date,
): Promise<void> {
  const [id, belowNonce] = 'id' in which ? [which.id, null] : [null, which.belowNonce]
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = 'DROPPED', updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${subject.purpose}::text AND subject_id = ${subject.id}::text AND state <> 'DROPPED'
      AND (id = ${id}::uuid OR nonce < ${belowNonce}::int)`
}

/** The subject's transactions that stand in no block free their nonces. */
export async function dropUnmined(sql: Sql, subject: Subject, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = 'DROPPED', updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${subject.purpose}::text AND subject_id = ${subject.id}::text AND state = 'SUBMITTED'`
}

/** What it was for stands in a block by `txHash`: ours by that hash did it, our others for it are not needed. */
export async function settleSent(sql: Sql, subject: Subject, txHash: Hex, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = CASE WHEN hash = ${txHash}::text THEN 'MINED' ELSE 'DROPPED' END,
      updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${subject.purpose}::text AND subject_id = ${subject.id}::text`
}

/** The block that held it is gone: the stored bytes can be sent again. */
export async function revertSent(sql: Sql, subject: Subject, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_transactions SET state = 'SUBMITTED', updated_at = ${now.toISOString()}::timestamptz
    WHERE purpose = ${subject.purpose}::text AND subject_id = ${subject.id}::text AND state = 'MINED'`
}

function toStored(row: Row): StoredTransaction {
  return {
    id: row.id,
    nonce: row.nonce,
    subject: subjectKey({ purpose: row.purpose, id: row.subject_id }),
    live: row.state !== 'DROPPED',
    maxFeePerGas: BigInt(row.fee),
    signedAt: row.updated_at,
    raw: row.raw,
    hash: row.hash,
  }
}
