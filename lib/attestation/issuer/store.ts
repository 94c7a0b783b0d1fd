import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { IssuerKind, IssuerStatus } from '../types'
import type { Delegation } from './delegation'

export type IssuerRow = {
  id: string
  organization_id: string
  chain_id: number
  address: Hex
  kind: IssuerKind
  delegation: Delegation | null
  valid_until: Date | null
  status: IssuerStatus
  created_at: Date
  ended_at: Date | null
}

type New = Omit<IssuerRow, 'ended_at'> & { key: Uint8Array | null; createdBy: string }

export async function insertIssuer(sql: Sql, issuer: New): Promise<void> {
  const { id, organization_id, chain_id, address, kind, key, delegation, valid_until, status, createdBy } = issuer
  await sql.$executeRaw`
    INSERT INTO issuers (id, organization_id, chain_id, address, kind, key, delegation, valid_until, status, created_by, created_at)
    VALUES (${id}::uuid, ${organization_id}::uuid, ${chain_id}::int, ${address}::text, ${kind}::text, ${key}::bytea,
      ${delegation && JSON.stringify(delegation)}::jsonb, ${valid_until?.toISOString() ?? null}::timestamptz, ${status}::text,
      ${createdBy}::uuid, ${issuer.created_at.toISOString()}::timestamptz)`
}

type Filter = {
  organizationId: string
  id?: string
  chainId?: number
  address?: string
  status?: string
  /** Those that were named before this one. */
  before?: string | undefined
  limit?: number
}

/** Issuers of an organization, newest first. */
export async function findIssuers(sql: Sql, filter: Filter): Promise<IssuerRow[]> {
  const {
    organizationId,
    id = null,
    chainId = null,
    address = null,
    status = null,
    before = null,
    limit = 200,
  } = filter
  return await sql.$queryRaw<IssuerRow[]>`
    SELECT id, organization_id, chain_id, address, kind, delegation, valid_until, status, created_at, ended_at FROM issuers
    WHERE organization_id = ${organizationId}::uuid
      AND (${id}::uuid IS NULL OR id = ${id}::uuid)
      AND (${chainId}::int IS NULL OR chain_id = ${chainId}::int)
      AND (${address}::text IS NULL OR address = ${address}::text)
      AND (${status}::text IS NULL OR status = ${status}::text)
      AND (${before}::uuid IS NULL OR id < ${before}::uuid)
    ORDER BY id DESC LIMIT ${limit}::int`
}

/** As `findIssuers` for one, kept from changing to the end of the transaction. */
export async function lockIssuer(sql: Sql, id: string): Promise<IssuerRow | null> {
  const [row] = await sql.$queryRaw<IssuerRow[]>`
    SELECT id, organization_id, chain_id, address, kind, delegation, valid_until, status, created_at, ended_at FROM issuers
    WHERE id = ${id}::uuid FOR UPDATE`
  return row ?? null
}

/** The issuer an organization attests with on a chain, kept from ending to the end of the transaction. */
export async function holdActiveIssuer(sql: Sql, organizationId: string, chainId: number): Promise<IssuerRow | null> {
  const [row] = await sql.$queryRaw<IssuerRow[]>`
    SELECT id, organization_id, chain_id, address, kind, delegation, valid_until, status, created_at, ended_at FROM issuers
    WHERE organization_id = ${organizationId}::uuid AND chain_id = ${chainId}::int AND status = 'ACTIVE' FOR SHARE`
  return row ?? null
}

/** Its key as it is sealed; null when it has none. */
export async function findSealedKey(sql: Sql, id: string): Promise<Uint8Array | null> {
  const [row] = await sql.$queryRaw<{ key: Uint8Array | null }[]>`SELECT key FROM issuers WHERE id = ${id}::uuid`
  return row?.key ?? null
}

export async function saveDelegation(sql: Sql, id: string, delegation: Delegation): Promise<void> {
  await sql.$executeRaw`UPDATE issuers SET delegation = ${JSON.stringify(delegation)}::jsonb WHERE id = ${id}::uuid`
}

/** Fails by a unique index when the organization has another one on the chain, or the address attests for another. */
export async function activateIssuer(sql: Sql, id: string, delegation: Delegation, validUntil: Date | null) {
  await sql.$executeRaw`
    UPDATE issuers SET status = 'ACTIVE', ended_at = NULL, delegation = ${JSON.stringify(delegation)}::jsonb,
      valid_until = ${validUntil?.toISOString() ?? null}::timestamptz
    WHERE id = ${id}::uuid`
}

export async function endIssuerRow(sql: Sql, id: string, now: Date): Promise<boolean> {
  const ended = await sql.$executeRaw`
    UPDATE issuers SET status = 'ENDED', ended_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND status <> 'ENDED'`
  return ended > 0
}

/** Keys nobody ever let the desk use: forgotten when another is asked for. */
export async function deleteDrafts(sql: Sql, organizationId: string, chainId: number): Promise<void> {
  await sql.$executeRaw`
    DELETE FROM issuers
    WHERE organization_id = ${organizationId}::uuid AND chain_id = ${chainId}::int AND status = 'DRAFT'`
}

/** Linked wallets of members with one of these roles; with `userId`, of that one. */
export async function findMembersWallets(
  sql: Sql,
  organizationId: string,
  roles: readonly string[],
  userId: string | null = null,
): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ address: Hex }[]>`
    SELECT DISTINCT w.address FROM wallets w JOIN memberships m ON m.user_id = w.user_id
    WHERE m.organization_id = ${organizationId}::uuid AND m.role = ANY(${[...roles]}::text[]) AND w.unlinked_at IS NULL
      AND (${userId}::uuid IS NULL OR m.user_id = ${userId}::uuid)`
  return rows.map(({ address }) => address)
}

/** What waits for an issuer and was not signed yet, kept from being sent to the end of the transaction. */
export async function lockWaiting(sql: Sql, issuerId: string): Promise<{ id: string }[]> {
  return await sql.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM attestation_items
    WHERE issuer_id = ${issuerId}::uuid AND status = 'PENDING' AND submission_id IS NULL ORDER BY id FOR UPDATE`
}
