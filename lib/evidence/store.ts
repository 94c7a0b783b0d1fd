import type { Party } from '@/lib/challenge/state'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'

/** The only file of this noun that knows the database. */

/** A file one side shows: its hash, and when it was uploaded, that its bytes are here. */
export type Evidence = {
  id: string
  role: Party
  /** Null once it was erased. */
  name: string | null
  size: number
  sha256: Hex
  uploadedAt: Date | null
  createdAt: Date
}

export type NewEvidence = { caseId: string; role: Party; name: string; size: number; sha256: string; now: Date }

/** Notes that a file will be shown. False when the case has one with these bytes already. */
export async function insertEvidence(
  sql: Sql,
  { caseId, role, name, size, sha256, now }: NewEvidence,
): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO evidence (id, case_id, role, name, size, sha256, created_at)
    VALUES (${newId()}::uuid, ${caseId}::text, ${role}::text, ${name}::text, ${size}::int, ${sha256}::text,
      ${now.toISOString()}::timestamptz)
    ON CONFLICT (case_id, sha256) DO NOTHING`
  return inserted === 1
}

export async function listEvidenceRows(sql: Sql, caseId: string): Promise<Evidence[]> {
  return sql.$queryRaw<Evidence[]>`
    SELECT id::text, role, name, size, sha256, uploaded_at AS "uploadedAt", created_at AS "createdAt"
    FROM evidence WHERE case_id = ${caseId}::text ORDER BY created_at, id`
}

/** The sealed bytes of a file, null when they were never uploaded or are erased. */
export async function findSealed(sql: Sql, id: string): Promise<Uint8Array | null> {
  const [row] = await sql.$queryRaw<{ sealed: Uint8Array | null }[]>`
    SELECT sealed FROM evidence WHERE id = ${id}::uuid`
  return row?.sealed ?? null
}

/** Keeps the bytes of a file. False when they are kept already. */
export async function keepSealed(sql: Sql, id: string, sealed: Uint8Array, now: Date): Promise<boolean> {
  const kept = await sql.$executeRaw`
    UPDATE evidence SET sealed = ${Buffer.from(sealed)}::bytea, uploaded_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND sealed IS NULL`
  return kept === 1
}

/** Name and bytes are gone; hash and size stay. */
export async function eraseOne(sql: Sql, id: string): Promise<void> {
  await sql.$executeRaw`UPDATE evidence SET name = NULL, sealed = NULL WHERE id = ${id}::uuid`
}

/** As `eraseOne`, of every file a user has shown anywhere. */
export async function eraseAllOf(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE evidence SET name = NULL, sealed = NULL FROM cases JOIN challenges c ON c.id = cases.challenge_id
    WHERE cases.id = evidence.case_id
      AND ${userId}::uuid = CASE evidence.role WHEN 'creator' THEN c.creator_user_id ELSE c.counterparty_user_id END`
}
