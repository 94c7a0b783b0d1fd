import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { ITEM_TTL_SECONDS } from '../types'
import type { PendingItem } from './submission'

/** Items that wait, fail, expire or go back, and what they wait by. */

/** An item that ended, as events tell it. */
export type EndedItem = Pick<
  PendingItem,
  'id' | 'workflow_id' | 'index' | 'organization_id' | 'chain_id' | 'operation' | 'uid' | 'tx_hash' | 'error'
>

/** Ends items as FAILED or EXPIRED. Answers those that had not ended before. */
export async function endItems(
  sql: Sql,
  status: 'FAILED' | 'EXPIRED',
  ended: readonly { id: string; code: string; error: string }[],
  now: Date,
): Promise<EndedItem[]> {
  return sql.$queryRaw<EndedItem[]>`
    UPDATE attestation_items AS i SET status = ${status}::text, error_code = t.code, error = t.error,
      submission_id = NULL, place = NULL, uid = CASE WHEN operation = 'ATTEST' THEN NULL ELSE uid END, tx_hash = NULL,
      updated_at = ${now.toISOString()}::timestamptz
    FROM unnest(${ended.map(({ id }) => id)}::uuid[], ${ended.map(({ code }) => code)}::text[],
      ${ended.map(({ error }) => error)}::text[]) AS t(id, code, error)
    WHERE i.id = t.id AND i.status NOT IN ('CONFIRMED', 'FAILED', 'EXPIRED')
    RETURNING i.id::text, i.workflow_id::text, i.index, i.organization_id::text, i.chain_id, i.operation, i.uid, i.tx_hash,
      i.error`
}

/** They stand for good. Answers those that did not before. */
export async function confirmItems(sql: Sql, submissionId: string, now: Date): Promise<EndedItem[]> {
  return sql.$queryRaw<EndedItem[]>`
    UPDATE attestation_items SET status = 'CONFIRMED', error_code = NULL, error = NULL, updated_at = ${now.toISOString()}::timestamptz
    WHERE submission_id = ${submissionId}::uuid AND status = 'MINED'
    RETURNING id::text, workflow_id::text, index, organization_id::text, chain_id, operation, uid, tx_hash, error`
}

/** Items wait on, with a reason. */
export async function postponeItems(
  sql: Sql,
  ids: readonly string[],
  next: { runAfter: Date; tries?: number; expiresAt?: Date; code: string; error: string; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_items SET run_after = ${next.runAfter.toISOString()}::timestamptz,
      tries = coalesce(${next.tries ?? null}::int, tries), error_code = ${next.code}::text, error = ${next.error}::text,
      expires_at = greatest(expires_at, ${next.expiresAt?.toISOString() ?? null}::timestamptz),
      updated_at = ${next.now.toISOString()}::timestamptz
    WHERE id = ANY(${[...ids]}::uuid[]) AND status = 'PENDING' AND submission_id IS NULL`
}

/**
 * The items of a submission wait again, to be signed anew when their signatures can count no more; from then on they have
 * their time. `mostTogether`: in calls of so many at most.
 */
export async function releaseItems(
  sql: Sql,
  submissionId: string,
  next: { expiresAt: Date; error: string | null; mostTogether?: number; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_items SET status = 'PENDING', submission_id = NULL, place = NULL, tx_hash = NULL,
      uid = CASE WHEN operation = 'ATTEST' THEN NULL ELSE uid END, error = ${next.error}::text,
      expires_at = greatest(expires_at, signed_until + make_interval(secs => ${ITEM_TTL_SECONDS}::int),
        ${next.expiresAt.toISOString()}::timestamptz),
      most_together = coalesce(${next.mostTogether ?? null}::int, most_together),
      updated_at = ${next.now.toISOString()}::timestamptz
    WHERE submission_id = ${submissionId}::uuid AND status IN ('PENDING', 'SUBMITTED', 'MINED')`
}

/** An issuer's line moved: what waits in it gets its time anew. */
export async function renewExpiry(sql: Sql, issuerId: string, expiresAt: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_items SET expires_at = ${expiresAt.toISOString()}::timestamptz
    WHERE issuer_id = ${issuerId}::uuid AND status = 'PENDING' AND expires_at < ${expiresAt.toISOString()}::timestamptz`
}

/** Notes that a chain answered. Answers since when it had not been asked, or had not answered. */
export async function noteReached(sql: Sql, chainId: number, now: Date): Promise<Date> {
  const [row] = await sql.$queryRaw<{ before: Date | null }[]>`
    WITH before AS (SELECT reached_at FROM attestation_chains WHERE chain_id = ${chainId}::int)
    INSERT INTO attestation_chains (chain_id, reached_at) VALUES (${chainId}::int, ${now.toISOString()}::timestamptz)
    ON CONFLICT (chain_id) DO UPDATE SET reached_at = greatest(attestation_chains.reached_at, excluded.reached_at)
    RETURNING (SELECT reached_at FROM before) AS before`
  return row?.before ?? now
}

/** Time in which a chain could not be reached does not count: what waits gets it back, as far as it waited then. */
export async function giveBack(sql: Sql, chainId: number, lost: { from: Date; until: Date }): Promise<void> {
  const [from, until] = [lost.from.toISOString(), lost.until.toISOString()]
  await sql.$executeRaw`
    UPDATE attestation_items SET
      expires_at = expires_at + (${until}::timestamptz - greatest(${from}::timestamptz, created_at))
    WHERE chain_id = ${chainId}::int AND status = 'PENDING' AND created_at < ${until}::timestamptz`
}

/**
 * An item whose last signature may still count, by the chain's time, waits for nothing else: its own time begins when that
 * signature is dead.
 */
export async function holdSigned(sql: Sql, chainId: number, held: { head: Date; until: Date }): Promise<void> {
  const until = held.until.toISOString()
  await sql.$executeRaw`
    UPDATE attestation_items SET expires_at = ${until}::timestamptz
    WHERE chain_id = ${chainId}::int AND status = 'PENDING' AND submission_id IS NULL
      AND signed_until >= ${held.head.toISOString()}::timestamptz AND expires_at < ${until}::timestamptz`
}

/** What is tried anew of a submission waits until then, and is looked for on the chain before: somebody may have it still. */
export async function holdItems(sql: Sql, submissionId: string, until: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_items SET signed_until = greatest(signed_until, ${until.toISOString()}::timestamptz)
    WHERE submission_id = ${submissionId}::uuid`
}

/** What waited too long. What a wallet has to sign has a day more: people are no machines. */
export async function listExpired(sql: Sql, chainId: number, now: Date, take: number): Promise<Expired[]> {
  const at = now.toISOString()
  return sql.$queryRaw<Expired[]>`
    SELECT i.id::text, i.issuer_id::text AS "issuerId", i.signed_nonce IS NOT NULL AS signed
    FROM attestation_items i JOIN issuers u ON u.id = i.issuer_id
    WHERE i.chain_id = ${chainId}::int AND i.status = 'PENDING' AND i.submission_id IS NULL
      AND i.expires_at + CASE WHEN u.kind = 'WALLET' THEN interval '1 day' ELSE interval '0' END <= ${at}::timestamptz
    ORDER BY i.expires_at LIMIT ${take}::int`
}

/** `signed`: something of it was handed out, and may stand on the chain after all. */
type Expired = { id: string; issuerId: string; signed: boolean }

/** Chains on which something waits or is on its way. */
export async function listBusyChains(sql: Sql): Promise<number[]> {
  const rows = await sql.$queryRaw<{ chain_id: number }[]>`
    SELECT DISTINCT chain_id FROM attestation_items WHERE status = 'PENDING'
    UNION SELECT DISTINCT chain_id FROM attestation_submissions WHERE state IN ('QUEUED', 'SUBMITTED', 'MINED')`
  return rows.map(({ chain_id }) => chain_id)
}

/** Of these uids, those that are an item's already. */
export async function listTaken(sql: Sql, chainId: number, uids: readonly Hex[]): Promise<Set<string>> {
  const rows = await sql.$queryRaw<{ uid: string }[]>`
    SELECT uid FROM attestation_items
    WHERE chain_id = ${chainId}::int AND uid = ANY(${[...uids]}::text[]) AND operation = 'ATTEST'`
  return new Set(rows.map(({ uid }) => uid))
}

/** What an organization has spent, or may spend by what is on its way, on a chain since then. */
export async function sumSpent(
  sql: Sql,
  {
    organizationId,
    chainId,
    since,
    except,
  }: { organizationId: string; chainId: number; since: Date; except: string | null },
): Promise<bigint> {
  const [row] = await sql.$queryRaw<{ spent: string }[]>`
    SELECT coalesce(sum(s.lost_wei + CASE WHEN s.id = ${except}::uuid THEN 0 ELSE coalesce(s.fee_wei, 0) END), 0)::text AS spent
    FROM attestation_submissions s JOIN issuers u ON u.id = s.issuer_id
    WHERE u.organization_id = ${organizationId}::uuid AND s.chain_id = ${chainId}::int
      AND s.created_at >= ${since.toISOString()}::timestamptz AND u.kind = 'KEPT'`
  return BigInt(row?.spent ?? 0)
}

/** What an organization may spend in a day on a chain, by its own setting. */
export async function findBudget(sql: Sql, organizationId: string, chainId: number): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ budget: string | null }[]>`
    SELECT gas_budget->>${String(chainId)}::text AS budget FROM organizations WHERE id = ${organizationId}::uuid`
  return row?.budget ?? null
}
