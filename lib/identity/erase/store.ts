import type { Sql } from '@/lib/db/sql'

/**
 * What is taken away with a person, wherever it lies: one place to see what "erased" means (personal-data.ts says it for
 * every table). Signed things stay: the other side relies on them.
 */

/** Nothing leaves the personal organization any more, and where it went is forgotten. */
export async function closeEndpoints(sql: Sql, organizationId: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE endpoints SET status = 'DELETED', url = NULL, secret = NULL, previous_secret = NULL, previous_until = NULL,
      description = NULL, event_types = '{}', disabled_reason = NULL, disabled_at = NULL, probe_at = NULL,
      updated_at = ${now.toISOString()}::timestamptz
    WHERE organization_id = ${organizationId}::uuid`
}

export async function forgetKeyNames(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`UPDATE api_keys SET name = 'Erased', quotas = NULL WHERE user_id = ${userId}::uuid`
}

/** Drafts nobody signed, and references of the creator's own that were never part of anything signed. */
export async function eraseUnsigned(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE challenges SET external_id = NULL, return_url = NULL
    WHERE creator_user_id = ${userId}::uuid AND (external_id IS NOT NULL OR return_url IS NOT NULL)`
  await sql.$executeRaw`
    UPDATE challenges c SET title = 'Erased', description = NULL, terms = NULL, documents = '[]', version = version + 1
    WHERE creator_user_id = ${userId}::uuid AND NOT EXISTS (SELECT 1 FROM intents i WHERE i.challenge_id = c.id)`
}

/** Why the person did not agree with a committee. That they did not is part of the receipt's story. */
export async function eraseAppealReasons(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`UPDATE appeals SET reason = NULL WHERE user_id = ${userId}::uuid AND reason IS NOT NULL`
}

/** Stored answers to repeats: of the person's own calls, and of keys of their organization. */
export async function deleteAnswers(sql: Sql, userId: string, organizationId: string): Promise<void> {
  await sql.$executeRaw`
    DELETE FROM idempotency_keys
    WHERE starts_with(actor, ${`user:${userId}@`}::text) OR actor LIKE ${`%@${organizationId}`}::text`
}

/**
 * Waits until nobody hands out events. A page that began before the organization's endpoints were closed may still bring
 * them something; every later one sees that they are closed.
 */
export async function waitForFanOut(sql: Sql): Promise<void> {
  await sql.$queryRaw`SELECT 1 FROM fan_out WHERE id = 1 FOR UPDATE`
}

/** The rest of the personal organization goes by these, each up to `limit` rows; 0 once nothing is left. */
export const DELETE_SOME: readonly ((sql: Sql, organizationId: string, limit: number) => Promise<number>)[] = [
  deleteHeads,
  deleteDeliveries,
  deleteEvents,
  deleteSubjects,
  deleteLines,
  deleteMinutes,
]

async function deleteHeads(sql: Sql, organizationId: string, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM inbox_heads WHERE (endpoint_id, subject) IN (
      SELECT h.endpoint_id, h.subject FROM inbox_heads h JOIN endpoints p ON p.id = h.endpoint_id
      WHERE p.organization_id = ${organizationId}::uuid LIMIT ${limit}::int
    )`
}

async function deleteDeliveries(sql: Sql, organizationId: string, limit: number): Promise<number> {
  return sql.$executeRaw`
    WITH part AS MATERIALIZED (
      SELECT endpoint_id, event_id FROM deliveries WHERE organization_id = ${organizationId}::uuid LIMIT ${limit}::int
    ), tries AS (
      DELETE FROM delivery_attempts a USING part WHERE a.endpoint_id = part.endpoint_id AND a.event_id = part.event_id
    )
    DELETE FROM deliveries d USING part WHERE d.endpoint_id = part.endpoint_id AND d.event_id = part.event_id`
}

async function deleteEvents(sql: Sql, organizationId: string, limit: number): Promise<number> {
  await sql.$executeRaw`SELECT set_config('countersign.erasing', 'on', true)`
  return sql.$executeRaw`
    DELETE FROM events WHERE id IN (
      SELECT id FROM events WHERE organization_id = ${organizationId}::uuid ORDER BY id LIMIT ${limit}::int
    )`
}

/** Subjects of one's own events may be words. Whoever goes on telling this organization something begins at 1 again. */
async function deleteSubjects(sql: Sql, organizationId: string, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM event_subjects WHERE (organization_id, subject) IN (
      SELECT organization_id, subject FROM event_subjects WHERE organization_id = ${organizationId}::uuid LIMIT ${limit}::int
    )`
}

async function deleteLines(sql: Sql, organizationId: string, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM log_lines WHERE id IN (
      SELECT id FROM log_lines WHERE organization_id = ${organizationId}::uuid LIMIT ${limit}::int
    )`
}

async function deleteMinutes(sql: Sql, organizationId: string, limit: number): Promise<number> {
  return sql.$executeRaw`
    DELETE FROM call_minutes WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM call_minutes WHERE organization_id = ${organizationId}::uuid LIMIT ${limit}::int
    ))`
}
