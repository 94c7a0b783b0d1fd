import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { readableCapability } from '../item-data'
import type { Standing } from './eas-chain'

/** Attestations as their chain tells them, and how far it was searched. */

type Found = {
  chainId: number
  standing: Standing
  /** Whether its schema is a capability's: other fields may read like one and are none. */
  isCapability: boolean
  /** Null for what came from outside. */
  organizationId: string | null
  /** Where it was attested; null when that is not known. */
  attested: { txHash: Hex; blockNumber: number; blockHash: Hex } | null
  revokedTx: Hex | null
  now: Date
}

/** Writes an attestation as EAS holds it now; what was known of its blocks stays. */
export async function upsertAttestation(sql: Sql, found: Found): Promise<void> {
  const { chainId, standing, isCapability, organizationId, attested, revokedTx, now } = found
  const capability = isCapability ? readableCapability(standing.data) : null
  const revokedAt = standing.revocationTime > 0n ? timeOf(standing.revocationTime) : null
  await sql.$executeRaw`
    INSERT INTO attestations AS a (chain_id, uid, schema_uid, attester, recipient, integra_hash, token_id, capabilities, data,
      ref_uid, expiration_time, revocable, issued_at, revoked_at, status, tx_hash, block_number, block_hash, revoked_tx,
      organization_id, created_at)
    VALUES (${chainId}::int, ${standing.uid}::text, ${standing.schema}::text, ${standing.attester.toLowerCase()}::text,
      ${standing.recipient.toLowerCase()}::text, ${capability?.integraHash ?? null}::text,
      ${capability?.tokenId.toString() ?? null}::text::numeric, ${[...(capability?.capabilities ?? [])]}::text[],
      ${standing.data}::text, ${standing.refUID}::text, ${standing.expirationTime.toString()}::text::bigint,
      ${standing.revocable}::boolean, ${timeOf(standing.time)}::timestamptz, ${revokedAt}::timestamptz,
      ${revokedAt ? 'REVOKED' : 'CONFIRMED'}::text, ${attested?.txHash ?? null}::text,
      ${attested?.blockNumber.toString() ?? null}::text::bigint, ${attested?.blockHash ?? null}::text,
      ${revokedTx}::text, ${organizationId}::uuid, ${now.toISOString()}::timestamptz)
    ON CONFLICT (chain_id, uid) DO UPDATE SET status = excluded.status, revoked_at = excluded.revoked_at,
      tx_hash = coalesce(excluded.tx_hash, a.tx_hash), block_number = coalesce(excluded.block_number, a.block_number),
      block_hash = coalesce(excluded.block_hash, a.block_hash), revoked_tx = coalesce(excluded.revoked_tx, a.revoked_tx),
      organization_id = coalesce(a.organization_id, excluded.organization_id)`
}

function timeOf(seconds: bigint): string {
  return new Date(Number(seconds) * 1000).toISOString()
}

/** Up to which block a chain was searched for what an issuer sent by itself. */
export async function findScan(sql: Sql, issuerId: string): Promise<number | null> {
  const [row] = await sql.$queryRaw<{ block: string }[]>`
    SELECT block::text FROM attestation_scans WHERE issuer_id = ${issuerId}::uuid`
  return row ? Number(row.block) : null
}

export async function noteScan(sql: Sql, issuerId: string, block: number): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO attestation_scans (issuer_id, block) VALUES (${issuerId}::uuid, ${String(block)}::text::bigint)
    ON CONFLICT (issuer_id) DO UPDATE SET block = excluded.block`
}

/** What was given up may stand in blocks that were searched: they are searched again. */
export async function forgetScan(sql: Sql, issuerId: string): Promise<void> {
  await sql.$executeRaw`DELETE FROM attestation_scans WHERE issuer_id = ${issuerId}::uuid`
}

/** By which transactions a wallet said that it sent what still waits for it. */
export async function listSentHashes(sql: Sql, issuerId: string): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ hash: Hex }[]>`
    SELECT DISTINCT sent_hash AS hash FROM attestation_items
    WHERE issuer_id = ${issuerId}::uuid AND status = 'PENDING' AND submission_id IS NULL AND sent_hash IS NOT NULL`
  return rows.map(({ hash }) => hash)
}

/** They were not sent by that transaction after all: they wait for another. */
export async function forgetSent(sql: Sql, issuerId: string, txHash: Hex): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_items SET sent_hash = NULL, sent_at = NULL
    WHERE issuer_id = ${issuerId}::uuid AND sent_hash = ${txHash}::text AND status = 'PENDING' AND submission_id IS NULL`
}

/** The first block that can hold what was handed out and given up for an issuer since then; null: nothing was. */
export async function findStrayBlock(sql: Sql, issuerId: string, since: Date): Promise<number | null> {
  const [row] = await sql.$queryRaw<{ block: string | null }[]>`
    SELECT min(from_block)::text AS block FROM attestation_submissions
    WHERE issuer_id = ${issuerId}::uuid AND state = 'DROPPED' AND created_at >= ${since.toISOString()}::timestamptz`
  return row?.block == null ? null : Number(row.block)
}
