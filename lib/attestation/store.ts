import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { OffchainAttestation } from '@/lib/proof/offchain'

/** Attestations as they are looked up. They are written by ./send, and off chain by ./offchain. */
export type AttestationRow = {
  chain_id: number
  uid: Hex
  schema_uid: Hex
  attester: Hex
  recipient: Hex
  integra_hash: Hex | null
  token_id: string | null
  capabilities: string[]
  data: Hex
  ref_uid: Hex
  expiration_time: string
  revocable: boolean
  issued_at: Date
  revoked_at: Date | null
  status: 'SIGNED' | 'CONFIRMED' | 'REVOKED'
  offchain: boolean
  document: OffchainAttestation | null
  tx_hash: Hex | null
  block_number: number | null
  organization_id: string | null
  created_at: Date
}

/** Those of an organization with this uid, kept from changing to the end of the transaction. */
export async function lockSent(
  sql: Sql,
  organizationId: string,
  uid: string,
  chainId: number | null,
): Promise<AttestationRow[]> {
  return await sql.$queryRaw<AttestationRow[]>`
    SELECT chain_id, uid, schema_uid, attester, recipient, integra_hash, token_id::text, capabilities, data, ref_uid,
      expiration_time::text, revocable, issued_at, revoked_at, status, offchain, document, tx_hash, block_number::int,
      organization_id, created_at
    FROM attestations
    WHERE uid = ${uid}::text AND organization_id = ${organizationId}::uuid
      AND (${chainId}::int IS NULL OR chain_id = ${chainId}::int)
    ORDER BY chain_id FOR UPDATE`
}

/** Whether a revocation of it waits or is on its way. Ask under `lockSent`. */
export async function isBeingRevoked(sql: Sql, chainId: number, uid: Hex): Promise<boolean> {
  const [row] = await sql.$queryRaw<{ found: boolean }[]>`
    SELECT true AS found FROM attestation_items
    WHERE uid = ${uid}::text AND chain_id = ${chainId}::int AND operation = 'REVOKE'
      AND status IN ('PENDING', 'SUBMITTED', 'MINED') LIMIT 1`
  return row !== undefined
}

export type AttestationQuery = {
  /** Set: those it made. */
  organizationId: string | null
  /** Set: those about wallets of this user. */
  userId: string | null
  uid: string | null
  chainId: number | null
  recipient: string | null
  integraHash: string | null
  status: string | null
  after: { at: string; uid: string; chain: number } | null
  limit: number
}

/** Newest first. */
export async function findAttestations(sql: Sql, query: AttestationQuery): Promise<AttestationRow[]> {
  const { organizationId, userId, uid, chainId, recipient, integraHash, status, after, limit } = query
  return await sql.$queryRaw<AttestationRow[]>`
    SELECT chain_id, uid, schema_uid, attester, recipient, integra_hash, token_id::text, capabilities, data, ref_uid,
      expiration_time::text, revocable, issued_at, revoked_at, status, offchain, document, tx_hash, block_number::int,
      organization_id, created_at
    FROM attestations
    WHERE (${organizationId}::uuid IS NULL OR organization_id = ${organizationId}::uuid)
      AND (${userId}::uuid IS NULL OR recipient IN (
        SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL))
      AND (${uid}::text IS NULL OR uid = ${uid}::text) AND (${chainId}::int IS NULL OR chain_id = ${chainId}::int)
      AND (${recipient}::text IS NULL OR recipient = ${recipient}::text)
      AND (${integraHash}::text IS NULL OR integra_hash = ${integraHash}::text)
      AND (${status}::text IS NULL OR status = ${status}::text)
      AND (${after?.at ?? null}::timestamptz IS NULL OR (created_at, uid, chain_id)
        < (${after?.at ?? null}::timestamptz, ${after?.uid ?? null}::text, ${after?.chain ?? null}::int))
    ORDER BY created_at DESC, uid DESC, chain_id DESC LIMIT ${limit}::int`
}

export async function insertOffchain(
  sql: Sql,
  row: Omit<AttestationRow, 'tx_hash' | 'block_number' | 'revoked_at'>,
): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO attestations (chain_id, uid, schema_uid, attester, recipient, integra_hash, token_id, capabilities, data, ref_uid,
      expiration_time, revocable, issued_at, status, offchain, document, organization_id, created_at)
    VALUES (${row.chain_id}::int, ${row.uid}::text, ${row.schema_uid}::text, ${row.attester}::text, ${row.recipient}::text,
      ${row.integra_hash}::text, ${row.token_id}::text::numeric, ${[...row.capabilities]}::text[], ${row.data}::text,
      ${row.ref_uid}::text, ${row.expiration_time}::text::bigint, ${row.revocable}::boolean,
      ${row.issued_at.toISOString()}::timestamptz, ${row.status}::text, true, ${JSON.stringify(row.document)}::jsonb,
      ${row.organization_id}::uuid, ${row.created_at.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`
  return inserted > 0
}

/** What its chain said: revoked off chain by its issuer. False: that was known. */
export async function markRevokedOffchain(sql: Sql, chainId: number, uid: Hex, revokedAt: Date): Promise<boolean> {
  const marked = await sql.$executeRaw`
    UPDATE attestations SET status = 'REVOKED', revoked_at = ${revokedAt.toISOString()}::timestamptz
    WHERE chain_id = ${chainId}::int AND uid = ${uid}::text AND offchain AND status <> 'REVOKED'`
  return marked > 0
}

/** Off-chain attestations whose leaves are anchored for good. */
export async function markAnchored(sql: Sql, uids: readonly string[]): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestations SET status = 'CONFIRMED' WHERE uid = ANY(${[...uids]}::text[]) AND offchain AND status = 'SIGNED'`
}
