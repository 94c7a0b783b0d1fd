import type { Sql } from '@/lib/db/sql'
import type { AuditEntry, AuditRow } from './entry'

/** The only file of this noun that knows the database. */

/** Whoever writes into an organization's chain waits here for the one before; until the transaction ends. */
export async function lockChain(sql: Sql, organizationId: string): Promise<void> {
  await sql.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`countersign.audit ${organizationId}`}::text, 0))::text`
}

/** The last entry's place and hash. A statement of its own after the lock: it has to see what was committed while waiting. */
export async function findHead(sql: Sql, organizationId: string): Promise<{ sequence: number; hash: string } | null> {
  const rows = await sql.$queryRaw<{ sequence: number; hash: string }[]>`
    SELECT sequence, hash FROM audit_log WHERE organization_id = ${organizationId}::uuid ORDER BY sequence DESC LIMIT 1`
  return rows[0] ?? null
}

export async function insertEntry(sql: Sql, entry: AuditEntry, previousHash: string, hash: string): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO audit_log (organization_id, sequence, at, actor, action, target, allowed, details, request_id, previous_hash, hash)
    VALUES (${entry.organization_id}::uuid, ${entry.sequence}::int, ${entry.at}::timestamptz, ${entry.actor}::text,
      ${entry.action}::text, ${entry.target}::text, ${entry.allowed}::boolean, ${JSON.stringify(entry.details)}::jsonb,
      ${entry.request_id}::text, ${previousHash}::text, ${hash}::text)`
}

/** How often `actor` was refused in an organization since `since`. */
export async function countRefusals(sql: Sql, organizationId: string, actor: string, since: Date): Promise<number> {
  const [row] = await sql.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM audit_log
    WHERE organization_id = ${organizationId}::uuid AND actor = ${actor}::text AND NOT allowed
      AND at > ${since.toISOString()}::timestamptz`
  return row?.count ?? 0
}

export type AuditQuery = {
  organizationId: string
  action: string | undefined
  actor: string | undefined
  target: string | undefined
  allowed: boolean | undefined
  order: 'newest' | 'oldest'
  /** The sequence the page before ended with. */
  after: number | null
  limit: number
}

type Stored = Omit<AuditRow, 'at'> & { at: Date }

/** Up to `limit` entries of one organization in the order asked for. `noun.*` is every action of a noun. */
export async function findEntries(sql: Sql, query: AuditQuery): Promise<AuditRow[]> {
  const rows = await (query.order === 'newest' ? findNewest(sql, query) : findOldest(sql, query))
  return rows.map((row) => ({ ...row, at: row.at.toISOString() }))
}

function findNewest(sql: Sql, query: AuditQuery): PromiseLike<Stored[]> {
  const { noun, action } = actionOf(query)
  return sql.$queryRaw<Stored[]>`
    SELECT organization_id, sequence, at, actor, action, target, allowed, details, request_id, previous_hash, hash FROM audit_log
    WHERE organization_id = ${query.organizationId}::uuid AND sequence < ${query.after ?? LAST}::int
      AND (${action}::text IS NULL OR action = ${action}::text)
      AND (${noun}::text IS NULL OR starts_with(action, ${noun}::text))
      AND (${query.actor ?? null}::text IS NULL OR actor = ${query.actor ?? null}::text)
      AND (${query.target ?? null}::text IS NULL OR target = ${query.target ?? null}::text)
      AND (${query.allowed ?? null}::boolean IS NULL OR allowed = ${query.allowed ?? null}::boolean)
    ORDER BY sequence DESC LIMIT ${query.limit}::int`
}

function findOldest(sql: Sql, query: AuditQuery): PromiseLike<Stored[]> {
  const { noun, action } = actionOf(query)
  return sql.$queryRaw<Stored[]>`
    SELECT organization_id, sequence, at, actor, action, target, allowed, details, request_id, previous_hash, hash FROM audit_log
    WHERE organization_id = ${query.organizationId}::uuid AND sequence > ${query.after ?? 0}::int
      AND (${action}::text IS NULL OR action = ${action}::text)
      AND (${noun}::text IS NULL OR starts_with(action, ${noun}::text))
      AND (${query.actor ?? null}::text IS NULL OR actor = ${query.actor ?? null}::text)
      AND (${query.target ?? null}::text IS NULL OR target = ${query.target ?? null}::text)
      AND (${query.allowed ?? null}::boolean IS NULL OR allowed = ${query.allowed ?? null}::boolean)
    ORDER BY sequence LIMIT ${query.limit}::int`
}

const LAST = 2 ** 31 - 1

function actionOf({ action }: AuditQuery): { noun: string | null; action: string | null } {
  if (action === undefined) return { noun: null, action: null }
  return action.endsWith('.*') ? { noun: action.slice(0, -1), action: null } : { noun: null, action }
}
