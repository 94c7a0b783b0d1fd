import type { OrganizationRole } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'

/** The user behind a live credential; organization and role are null when they are not in the one asked for. */
export type Caller = {
  /** Of the session or key. */
  id: string
  userId: string
  address: string
  chainId: number
  lastUsedAt: Date | null
  organizationId: string | null
  role: OrganizationRole | null
  /** A key's, as are quotas; null for sessions. */
  scopes: string[] | null
  quotas: Record<string, number> | null
}

/** A program's session by the hash of its token, acting in `organization` or the personal one. */
export async function findByToken(
  sql: Sql,
  tokenHash: string,
  organization: string | null,
  now: Date,
): Promise<Caller | null> {
  const rows = await sql.$queryRaw<Caller[]>`
    SELECT s.id, s.user_id AS "userId", s.address, s.chain_id AS "chainId", s.last_used_at AS "lastUsedAt",
           m.organization_id AS "organizationId", m.role, NULL AS scopes, NULL AS quotas
    FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.erased_at IS NULL
    LEFT JOIN LATERAL (
      SELECT m.organization_id, m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id
      WHERE m.user_id = s.user_id AND CASE WHEN ${organization}::uuid IS NULL THEN o.personal ELSE o.id = ${organization}::uuid END
      LIMIT 1
    ) m ON true
    WHERE s.token_hash = ${tokenHash} AND s.kind = 'TOKEN' AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz`
  return rows[0] ?? null
}

/** A browser's session by the id in its cookie, acting in `organization` or the personal one. */
export async function findBySession(
  sql: Sql,
  sessionId: string,
  userId: string,
  organization: string | null,
  now: Date,
): Promise<Caller | null> {
  const rows = await sql.$queryRaw<Caller[]>`
    SELECT s.id, s.user_id AS "userId", s.address, s.chain_id AS "chainId", s.last_used_at AS "lastUsedAt",
           m.organization_id AS "organizationId", m.role, NULL AS scopes, NULL AS quotas
    FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.erased_at IS NULL
    LEFT JOIN LATERAL (
      SELECT m.organization_id, m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id
      WHERE m.user_id = s.user_id AND CASE WHEN ${organization}::uuid IS NULL THEN o.personal ELSE o.id = ${organization}::uuid END
      LIMIT 1
    ) m ON true
    WHERE s.id = ${sessionId}::uuid AND s.user_id = ${userId}::uuid AND s.kind = 'BROWSER'
      AND s.revoked_at IS NULL AND s.expires_at > ${now}::timestamptz`
  return rows[0] ?? null
}

/**
 * An API key by its public id and the hash of its secret, with its user's most recently proven wallet. A key acts in
 * its own organization only, and dies with its user's membership there.
 */
export async function findByKey(
  sql: Sql,
  publicId: string,
  secretHash: string,
  organization: string | null,
  now: Date,
): Promise<Caller | null> {
  const rows = await sql.$queryRaw<Caller[]>`
    SELECT k.id, k.user_id AS "userId", w.address, w.chain_id AS "chainId", k.last_used_at AS "lastUsedAt",
           CASE WHEN COALESCE(${organization}::uuid, k.organization_id) = k.organization_id THEN m.organization_id END AS "organizationId",
           m.role, k.scopes, k.quotas
    FROM api_keys k
    JOIN users u ON u.id = k.user_id AND u.erased_at IS NULL
    JOIN memberships m ON m.organization_id = k.organization_id AND m.user_id = k.user_id
    JOIN LATERAL (
      SELECT address, chain_id FROM wallets
      WHERE user_id = k.user_id AND unlinked_at IS NULL ORDER BY verified_at DESC, id DESC LIMIT 1
    ) w ON true
    WHERE k.public_id = ${publicId} AND k.secret_hash = ${secretHash} AND k.revoked_at IS NULL
      AND (k.expires_at IS NULL OR k.expires_at > ${now}::timestamptz)`
  return rows[0] ?? null
}

/** Notes a use. The newer of two wins. */
export async function touchSession(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.$executeRaw`UPDATE sessions SET last_used_at = ${now}::timestamptz WHERE id = ${id}::uuid AND last_used_at < ${now}::timestamptz`
}

export async function touchKey(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE api_keys SET last_used_at = ${now}::timestamptz
    WHERE id = ${id}::uuid AND (last_used_at IS NULL OR last_used_at < ${now}::timestamptz)`
}
