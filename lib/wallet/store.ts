import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { shortenAddress } from './address'
import type { Purpose } from './message'

export type WalletChallenge = {
  id: string
  address: string
  chainId: number
  purpose: Purpose
  message: string
  status: 'PENDING' | 'VERIFIED' | 'FAILED' | 'EXPIRED'
  sessionId: string | null
  challengeRef: string | null
  expiresAt: Date
}

type NewChallenge = Omit<WalletChallenge, 'status'> & { nonce: string; createdAt: Date }

/** What a good proof changes: the challenge it uses up and the wallet it proves. */
export type Proof = {
  challengeId: string
  now: Date
  kind: 'EOA' | 'CONTRACT'
  block: { number: number; hash: string } | null
}

export type NewSession = {
  id: string
  kind: 'BROWSER' | 'TOKEN'
  tokenHash: string | null
  userAgent: string | null
  expiresAt: Date
}

export async function insertWalletChallenge(sql: Sql, c: NewChallenge): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO wallet_challenges (id, address, chain_id, purpose, message, nonce, session_id, challenge_ref, created_at, expires_at)
    VALUES (${c.id}::uuid, ${c.address}, ${c.chainId}::int, ${c.purpose}, ${c.message}, ${c.nonce},
            ${c.sessionId}::uuid, ${c.challengeRef}::uuid, ${c.createdAt}::timestamptz, ${c.expiresAt}::timestamptz)`
}

export async function findWalletChallenge(sql: Sql, id: string): Promise<WalletChallenge | null> {
  const rows = await sql.$queryRaw<WalletChallenge[]>`
    SELECT id, address, chain_id AS "chainId", purpose, message, status, session_id AS "sessionId",
           challenge_ref AS "challengeRef", expires_at AS "expiresAt"
    FROM wallet_challenges WHERE id = ${id}::uuid`
  return rows[0] ?? null
}

/** PENDING → FAILED or EXPIRED. False when another call was first. */
export async function closeWalletChallenge(
  sql: Sql,
  id: string,
  status: 'FAILED' | 'EXPIRED',
  now: Date,
): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE wallet_challenges SET status = ${status}, used_at = ${now}::timestamptz
    WHERE id = ${id}::uuid AND status = 'PENDING'`
  return changed > 0
}

/** At most so many at once, to keep the statement short; the next sweep goes on. */
const SWEPT_AT_ONCE = 10_000

export async function closeExpired(sql: Sql, now: Date): Promise<number> {
  return sql.$executeRaw`
    UPDATE wallet_challenges SET status = 'EXPIRED', used_at = ${now}::timestamptz
    WHERE status = 'PENDING' AND id IN (
      SELECT id FROM wallet_challenges WHERE status = 'PENDING' AND expires_at <= ${now}::timestamptz
      ORDER BY expires_at LIMIT ${SWEPT_AT_ONCE}::int)`
}

/** Deletes challenges that expired before `before` and proved nothing. Those that did stay, with their block. */
export async function deleteUnproven(sql: Sql, before: Date): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM wallet_challenges WHERE id IN (
      SELECT id FROM wallet_challenges WHERE expires_at < ${before}::timestamptz AND status IN ('FAILED', 'EXPIRED')
      ORDER BY expires_at LIMIT ${SWEPT_AT_ONCE}::int)`
}

/**
 * The chain on which a contract at `address` is known to be somebody's, when that is another than `chainId`. Who holds a
 * contract's address on one chain need not hold it on the next.
 */
export async function findOtherChainOf(sql: Sql, address: string, chainId: number): Promise<number | null> {
  const rows = await sql.$queryRaw<{ chain_id: number }[]>`
    SELECT chain_id FROM wallets WHERE address = ${address} AND unlinked_at IS NULL AND chain_id <> ${chainId}::int`
  return rows[0]?.chain_id ?? null
}

/**
 * Uses the challenge up and opens a session for the wallet's user, who is made with a personal organization when the
 * wallet is new here: one statement, so all of it happens or nothing. The user's id; null when another call used the
 * challenge first. A unique violation means that the same wallet signed in for the first time twice at once: call again.
 */
export async function consumeAndSignIn(
  sql: Sql,
  address: string,
  proof: Proof,
  session: NewSession,
): Promise<string | null> {
  const { challengeId, now, kind, block } = proof
  const [userId, walletId, organizationId] = [newId(), newId(), newId()]
  const rows = await sql.$queryRaw<{ user_id: string }[]>`
    WITH used AS (
      UPDATE wallet_challenges
      SET status = 'VERIFIED', used_at = ${now}::timestamptz, block_number = ${block?.number ?? null}::bigint, block_hash = ${block?.hash ?? null}
      WHERE id = ${challengeId}::uuid AND status = 'PENDING'
      RETURNING address, chain_id
    ), known AS (
      UPDATE wallets SET verified_at = ${now}::timestamptz, chain_id = used.chain_id, kind = ${kind}
      FROM used WHERE wallets.address = used.address AND wallets.unlinked_at IS NULL
        AND (${kind}::text = 'EOA' OR wallets.chain_id = used.chain_id)
      RETURNING wallets.user_id
    ), fresh AS (
      SELECT address, chain_id FROM used
      WHERE NOT EXISTS (SELECT FROM known)
        AND (${kind}::text = 'EOA' OR NOT EXISTS (
          SELECT FROM wallets w WHERE w.address = used.address AND w.unlinked_at IS NULL AND w.chain_id <> used.chain_id))
    ), new_user AS (
      INSERT INTO users (id, created_at) SELECT ${userId}::uuid, ${now}::timestamptz FROM fresh
    ), new_wallet AS (
      INSERT INTO wallets (id, user_id, address, chain_id, kind, verified_at)
      SELECT ${walletId}::uuid, ${userId}::uuid, address, chain_id, ${kind}, ${now}::timestamptz FROM fresh
    ), new_organization AS (
      INSERT INTO organizations (id, name, personal, created_at)
      SELECT ${organizationId}::uuid, ${shortenAddress(address)}, true, ${now}::timestamptz FROM fresh
    ), new_membership AS (
      INSERT INTO memberships (organization_id, user_id, role, created_at)
      SELECT ${organizationId}::uuid, ${userId}::uuid, 'owner', ${now}::timestamptz FROM fresh
    )
    INSERT INTO sessions (id, user_id, kind, token_hash, address, chain_id, user_agent, created_at, last_used_at, expires_at)
    SELECT ${session.id}::uuid, COALESCE((SELECT user_id FROM known), ${userId}::uuid), ${session.kind}, ${session.tokenHash},
           address, chain_id, ${session.userAgent}, ${now}::timestamptz, ${now}::timestamptz, ${session.expiresAt}::timestamptz
    FROM used WHERE EXISTS (SELECT FROM known) OR EXISTS (SELECT FROM fresh)
    RETURNING user_id`
  return rows[0]?.user_id ?? null
}

/** A wallet and whose it is; whether it was linked just now. */
export type Linked = { id: string; userId: string; isNew: boolean }

/**
 * Uses the challenge up and notes the proof on the wallet, linking it to `userId` when it is nobody's. The wallet and its
 * user, who may be another one; null when another call used the challenge first.
 */
export async function consumeAndLink(sql: Sql, userId: string, proof: Proof): Promise<Linked | null> {
  const { challengeId, now, kind, block } = proof
  const rows = await sql.$queryRaw<Linked[]>`
    WITH used AS (
      UPDATE wallet_challenges
      SET status = 'VERIFIED', used_at = ${now}::timestamptz, block_number = ${block?.number ?? null}::bigint, block_hash = ${block?.hash ?? null}
      WHERE id = ${challengeId}::uuid AND status = 'PENDING'
      RETURNING address, chain_id
    ), known AS (
      UPDATE wallets SET verified_at = ${now}::timestamptz, chain_id = used.chain_id, kind = ${kind}
      FROM used WHERE wallets.address = used.address AND wallets.unlinked_at IS NULL
        AND (${kind}::text = 'EOA' OR wallets.chain_id = used.chain_id OR wallets.user_id = ${userId}::uuid)
      RETURNING wallets.id, wallets.user_id
    ), linked AS (
      INSERT INTO wallets (id, user_id, address, chain_id, kind, verified_at)
      SELECT ${newId()}::uuid, ${userId}::uuid, address, chain_id, ${kind}, ${now}::timestamptz
      FROM used
      WHERE NOT EXISTS (SELECT FROM known)
        AND (${kind}::text = 'EOA' OR NOT EXISTS (
          SELECT FROM wallets w WHERE w.address = used.address AND w.unlinked_at IS NULL AND w.chain_id <> used.chain_id))
      RETURNING id, user_id
    )
    SELECT id, user_id AS "userId", false AS "isNew" FROM known UNION ALL SELECT id, user_id, true FROM linked`
  return rows[0] ?? null
}

/** Whether `challengeId` is a challenge that `userId`, or whoever holds `address`, is or may become a party of. */
export async function mayProveFor(sql: Sql, challengeId: string, userId: string, address: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM challenges
    WHERE id = ${challengeId}::uuid
      AND (${userId}::uuid = creator_user_id
        OR (status <> 'DRAFT'
          AND (${userId}::uuid = counterparty_user_id
            OR ${address} IN (creator_address, counterparty_address)
            OR (counterparty_address IS NULL AND visibility <> 'parties'))))`
  return rows.length > 0
}
