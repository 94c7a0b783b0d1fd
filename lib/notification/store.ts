import { addSeconds } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import type { Channel } from './channel'

/** Contacts, and the endpoints that stand for a person in an organization. Messages: message-store.ts. */

export type ContactRow = {
  id: string
  userId: string
  channel: Channel
  address: Uint8Array
  hint: string
  verifiedAt: Date | null
  codeHash: string | null
  codeExpiresAt: Date | null
  codeTries: number
}

export async function findContact(db: Db, userId: string, channel: Channel): Promise<ContactRow | null> {
  const row = await db.contact.findUnique({ where: { userId_channel: { userId, channel } } })
  return row && { ...row, channel }
}

/** As `findContact`, with its row locked: no two codes are made, or tried, at once. */
export async function lockContact(tx: Tx, userId: string, channel: Channel): Promise<ContactRow | null> {
  await tx.$queryRaw`
    SELECT 1 FROM contacts WHERE user_id = ${userId}::uuid AND channel = ${channel}::text FOR UPDATE`
  return findContact(tx, userId, channel)
}

/** The user's row, locked: their contacts and choices change one at a time. False once they were erased. */
export async function lockUser(tx: Tx, userId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    SELECT 1 FROM users WHERE id = ${userId}::uuid AND erased_at IS NULL FOR UPDATE`
  return rows.length > 0
}

export async function putContact(tx: Tx, contact: ContactRow, now: Date): Promise<void> {
  const { id, userId, channel, ...rest } = contact
  const values = { ...rest, address: new Uint8Array(rest.address) }
  await tx.contact.upsert({
    where: { userId_channel: { userId, channel } },
    create: { id, userId, channel, ...values, createdAt: now },
    update: { id, ...values, createdAt: now },
  })
}

export async function saveCode(
  tx: Tx,
  id: string,
  code: Pick<ContactRow, 'codeHash' | 'codeExpiresAt' | 'codeTries' | 'verifiedAt'>,
): Promise<void> {
  await tx.contact.update({ where: { id }, data: code })
}

export async function deleteContact(tx: Tx, userId: string, channel: Channel): Promise<void> {
  await tx.contact.deleteMany({ where: { userId, channel } })
}

/** What somebody chose in one organization; null: they never did. */
export async function findFilters(
  db: Db,
  who: { organizationId: string; userId: string },
  channel: Channel,
): Promise<string[] | null> {
  const row = await db.endpoint.findFirst({ where: { ...who, kind: channel, status: { not: 'DELETED' } } })
  return row?.eventTypes ?? null
}

type Chosen = { organizationId: string; userId: string; channel: Channel; filters: string[]; verified: boolean }

/** One endpoint for each person, organization and channel. It waits while its address is not verified. */
export async function putFilters(sql: Sql, { organizationId, userId, channel, filters, verified }: Chosen, now: Date) {
  const at = now.toISOString()
  const [status, reason] = verified ? ['ACTIVE', null] : ['DISABLED', 'OWNER']
  await sql.$executeRaw`
    INSERT INTO endpoints AS e (id, organization_id, kind, status, disabled_reason, disabled_at, event_types, user_id,
      created_by, created_at, updated_at)
    VALUES (${newId()}::uuid, ${organizationId}::uuid, ${channel}::text, ${status}::text, ${reason}::text,
      CASE WHEN ${reason}::text IS NULL THEN NULL ELSE ${at}::timestamptz END, ${filters}::text[], ${userId}::uuid,
      ${userId}::uuid, ${at}::timestamptz, ${at}::timestamptz)
    ON CONFLICT (organization_id, user_id, kind) WHERE user_id IS NOT NULL DO UPDATE SET
      status = excluded.status, disabled_reason = excluded.disabled_reason, disabled_at = excluded.disabled_at,
      event_types = excluded.event_types, updated_at = excluded.updated_at, probe_at = NULL, probes = 0,
      first_failure_at = NULL,
      created_at = CASE WHEN e.status = 'DELETED' THEN excluded.created_at ELSE e.created_at END`
}

/** In all organizations: ACTIVE from when the address is verified, waiting before. */
export async function switchEndpoints(sql: Sql, userId: string, channel: Channel, verified: boolean, now: Date) {
  const at = now.toISOString()
  const [status, reason] = verified ? ['ACTIVE', null] : ['DISABLED', 'OWNER']
  await sql.$executeRaw`
    UPDATE endpoints SET status = ${status}::text, disabled_reason = ${reason}::text, updated_at = ${at}::timestamptz,
      disabled_at = CASE WHEN ${reason}::text IS NULL THEN NULL ELSE ${at}::timestamptz END,
      probe_at = NULL, probes = 0, first_failure_at = NULL
    WHERE user_id = ${userId}::uuid AND kind = ${channel}::text AND status <> 'DELETED'`
}

export async function deleteEndpoints(sql: Sql, userId: string, channel: Channel, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE endpoints SET status = 'DELETED', disabled_reason = NULL, disabled_at = NULL, event_types = '{}',
      probe_at = NULL, updated_at = ${now.toISOString()}::timestamptz
    WHERE user_id = ${userId}::uuid AND kind = ${channel}::text AND status <> 'DELETED'`
}

export type Reach = {
  contactId: string
  address: Uint8Array
  organization: string | null
  /** What they want to be told of now. */
  filters: string[]
}

/** Where the events of an organization reach a person now: null without a verified contact, or once they are no member. */
export async function findReach(
  sql: Sql,
  { organizationId, userId, channel }: { organizationId: string; userId: string; channel: Channel },
): Promise<Reach | null> {
  const [row] = await sql.$queryRaw<Reach[]>`
    SELECT c.id AS "contactId", c.address, CASE WHEN o.personal THEN NULL ELSE o.name END AS organization,
      coalesce(e.event_types, '{}') AS filters
    FROM contacts c
    JOIN users u ON u.id = c.user_id AND u.erased_at IS NULL
    JOIN memberships m ON m.user_id = c.user_id AND m.organization_id = ${organizationId}::uuid
    JOIN organizations o ON o.id = m.organization_id
    LEFT JOIN endpoints e ON e.organization_id = o.id AND e.user_id = c.user_id AND e.kind = c.channel
      AND e.status <> 'DELETED'
    WHERE c.user_id = ${userId}::uuid AND c.channel = ${channel}::text AND c.verified_at IS NOT NULL`
  return row ?? null
}

const HOUR_SECONDS = 3_600

/** Counts one more of an event; false when `most` were within the hour that began with the first of them. */
export async function takeNotice(sql: Sql, contactId: string, most: number, now: Date): Promise<boolean> {
  const [at, from, to] = [0, -HOUR_SECONDS, HOUR_SECONDS].map((seconds) => addSeconds(now, seconds).toISOString())
  const changed = await sql.$executeRaw`
    UPDATE contacts SET
      told = CASE WHEN told_since > ${from}::timestamptz AND told_since < ${to}::timestamptz THEN told + 1 ELSE 1 END,
      told_since = CASE WHEN told_since > ${from}::timestamptz AND told_since < ${to}::timestamptz THEN told_since
        ELSE ${at}::timestamptz END
    WHERE id = ${contactId}::uuid AND (told < ${most}::int OR told_since <= ${from}::timestamptz
      OR told_since >= ${to}::timestamptz)`
  return changed > 0
}

/** One that was counted was not sent. */
export async function returnNotice(sql: Sql, contactId: string): Promise<void> {
  await sql.$executeRaw`UPDATE contacts SET told = greatest(told - 1, 0) WHERE id = ${contactId}::uuid`
}

export type PersonEndpoint = {
  id: string
  organizationId: string
  userId: string
  kind: Channel
  filters: string[]
  organization: string | null
}

/** The endpoint a stop link is about. */
export async function findPersonEndpoint(sql: Sql, id: string): Promise<PersonEndpoint | null> {
  const [row] = await sql.$queryRaw<PersonEndpoint[]>`
    SELECT e.id, e.organization_id AS "organizationId", e.user_id AS "userId", e.kind, e.event_types AS filters,
      CASE WHEN o.personal THEN NULL ELSE o.name END AS organization
    FROM endpoints e JOIN organizations o ON o.id = e.organization_id
    WHERE e.id = ${id}::uuid AND e.user_id IS NOT NULL AND e.status <> 'DELETED'`
  return row ?? null
}

/** False when nothing was chosen any more. */
export async function clearFilters(sql: Sql, id: string, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE endpoints SET event_types = '{}', updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND user_id IS NOT NULL AND cardinality(event_types) > 0`
  return changed > 0
}

/** Ids of all endpoints that stand for a person. */
export async function listPersonEndpoints(sql: Sql, userId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`SELECT id FROM endpoints WHERE user_id = ${userId}::uuid`
  return rows.map(({ id }) => id)
}

/** Nobody here is to write to this address again. */
export async function stopAddress(sql: Sql, hash: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO stopped_addresses (hash, created_at) VALUES (${hash}::text, ${now.toISOString()}::timestamptz)
    ON CONFLICT (hash) DO NOTHING`
}

export async function isAddressStopped(sql: Sql, hash: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`SELECT 1 FROM stopped_addresses WHERE hash = ${hash}::text`
  return rows.length > 0
}
