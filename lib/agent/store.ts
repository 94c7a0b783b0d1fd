import type { Sql } from '@/lib/db/sql'
import { type Agent, tagsOf } from './agent'

/** The table of agents. Searching it is in search-store.ts, who may be drawn in auditor-store.ts. */

export type NewAgent = Pick<
  Agent,
  'id' | 'did' | 'member' | 'userId' | 'organizationId' | 'name' | 'capabilities' | 'ttlSeconds' | 'expiresAt'
> & { now: Date }

export async function findAgent(sql: Sql, did: string): Promise<Agent | null> {
  const [row] = await sql.$queryRaw<Agent[]>`
    SELECT id, did, member, user_id AS "userId", organization_id AS "organizationId", name, capabilities, tags,
      ttl_seconds AS "ttlSeconds", expires_at AS "expiresAt", auditor, auditor_since AS "auditorSince",
      created_at AS "createdAt", updated_at AS "updatedAt"
    FROM agents WHERE did = ${did}::text`
  return row ?? null
}

/** Registrations of one DID come one after another. */
export async function lockDid(tx: Sql, did: string): Promise<void> {
  await tx.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`agent:${did}`}::text, 0))`
}

/** As `findAgent`, the row held to the end of the transaction. */
export async function lockAgent(tx: Sql, did: string): Promise<Agent | null> {
  await tx.$queryRaw`SELECT 1 FROM agents WHERE did = ${did}::text FOR UPDATE`
  return findAgent(tx, did)
}

/** Inserts an agent, or puts what it says of itself in place of what it said. Whose it is changes with it. */
export async function putAgent(tx: Sql, agent: NewAgent): Promise<void> {
  const now = agent.now.toISOString()
  const tags = tagsOf(agent.capabilities)
  await tx.$executeRaw`
    INSERT INTO agents (id, did, member, user_id, organization_id, name, capabilities, tags, search, ttl_seconds, expires_at,
      created_at, updated_at)
    VALUES (${agent.id}::uuid, ${agent.did}::text, ${agent.member}::text, ${agent.userId}::uuid,
      ${agent.organizationId}::uuid, ${agent.name}::text, ${JSON.stringify(agent.capabilities)}::jsonb, ${tags}::text[],
      ${''}::tsvector, ${agent.ttlSeconds}::int, ${agent.expiresAt.toISOString()}::timestamptz, ${now}::timestamptz,
      ${now}::timestamptz)
    ON CONFLICT (did) DO UPDATE SET
      user_id = excluded.user_id, organization_id = excluded.organization_id, name = excluded.name,
      capabilities = excluded.capabilities, tags = excluded.tags, ttl_seconds = excluded.ttl_seconds,
      expires_at = excluded.expires_at, updated_at = excluded.updated_at,
      auditor = agents.auditor AND agents.user_id = excluded.user_id,
      auditor_since = CASE WHEN agents.user_id = excluded.user_id THEN agents.auditor_since END`
  await indexWords(tx, agent)
}

/** What it can be found by: its tags, which count whole (A), and its name and descriptions (D). */
async function indexWords(tx: Sql, { did, name, capabilities }: NewAgent): Promise<void> {
  const words = [name ?? '', ...capabilities.map(({ description }) => description)].join('\n')
  const tags = tagsOf(capabilities).join(' ')
  await tx.$executeRaw`
    UPDATE agents SET search = setweight(to_tsvector('english', ${tags}::text), 'A')
      || setweight(to_tsvector('english', ${words}::text), 'D')
    WHERE did = ${did}::text`
}

export async function saveAuditor(tx: Sql, did: string, auditor: boolean, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE agents SET auditor = ${auditor}::boolean,
      auditor_since = CASE WHEN ${auditor}::boolean THEN coalesce(auditor_since, ${now.toISOString()}::timestamptz) END,
      updated_at = ${now.toISOString()}::timestamptz
    WHERE did = ${did}::text`
}

/** The agent of a user that stands for committees. */
export async function findAuditorOf(sql: Sql, userId: string): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ did: string }[]>`
    SELECT did FROM agents WHERE user_id = ${userId}::uuid AND auditor`
  return row?.did ?? null
}

/** What its owner says of it goes and it is retired; its DID stays with what it signed. */
export async function retireAgentsOf(tx: Sql, userId: string, now: Date): Promise<void> {
  await tx.$executeRaw`
    UPDATE agents SET name = NULL, capabilities = '[]', tags = '{}', search = '', auditor = false, auditor_since = NULL,
      expires_at = least(expires_at, ${now.toISOString()}::timestamptz), updated_at = ${now.toISOString()}::timestamptz
    WHERE user_id = ${userId}::uuid`
}

/** Whether a wallet is linked to a user now. */
export async function ownsWallet(sql: Sql, userId: string, address: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM wallets WHERE user_id = ${userId}::uuid AND address = ${address}::text AND unlinked_at IS NULL`
  return rows.length > 0
}

/** The wallets linked to a user now. */
export async function listWalletsOf(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ address: string }[]>`
    SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL ORDER BY address`
  return rows.map(({ address }) => address)
}

/** Whether a user still has an account here. */
export async function isAccount(sql: Sql, userId: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND erased_at IS NULL`
  return rows.length > 0
}
