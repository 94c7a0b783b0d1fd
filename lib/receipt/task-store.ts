import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { parseDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import type { TaskReceipt } from '@/lib/proof/receipt'
import type { Visibility } from './issue'
import { partyKeyOf } from './party-key'
import type { Countersignature } from './task-signatures'

/** Tasks' receipts in the database: made here, judged elsewhere. */

/** Whose a DID is, and which organization is told; nulls for somebody unknown here. */
export type Owner = { userId: string | null; organizationId: string | null }

/** By the wallet linked now; a DID without a wallet by the registered agent. */
export async function findOwner(sql: Sql, did: string): Promise<Owner> {
  const address = parseDid(did)?.address ?? null
  const [row] = await sql.$queryRaw<Owner[]>`
    SELECT known.user_id::text AS "userId", coalesce(known.organization_id, (
      SELECT m.organization_id FROM memberships m JOIN organizations o ON o.id = m.organization_id AND o.personal
      WHERE m.user_id = known.user_id LIMIT 1))::text AS "organizationId"
    FROM (
      SELECT user_id, NULL::uuid AS organization_id, 0 AS rank FROM wallets
      WHERE address = ${address}::text AND unlinked_at IS NULL
      UNION ALL
      -- The agent of a wallet somebody gave away is nobody's until it is proven again.
      SELECT user_id, organization_id, 1 FROM agents WHERE did = ${did}::text AND ${address}::text IS NULL
    ) AS known ORDER BY rank LIMIT 1`
  return row ?? { userId: null, organizationId: null }
}

export type NewTask = {
  id: Hex
  receipt: TaskReceipt
  visibility: Visibility
  client: Owner
  provider: Owner
  now: Date
}

/**
 * Stores a task's receipt; the id of the one these two have of its subject already, if so. The same receipt twice at once
 * can meet at either of two keys, so none is named.
 */
export async function insertTask(sql: Sql, task: NewTask): Promise<Hex | null> {
  const { id, receipt, visibility, client, provider, now } = task
  const { client_did, agent_did } = receipt.task
  const inserted = await sql.$executeRaw`
    INSERT INTO receipts (id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m,
      client_user_id, client_organization_id, provider_user_id, provider_organization_id, issued_at, created_at)
    VALUES (${id}::text, 'task', 'task', ${receipt.subject}::text, ${JSON.stringify(receipt)}::jsonb,
      'AWAITING_COMMITTEE', ${visibility}::text, ${[client_did, agent_did].map(partyKeyOf)}::text[],
      ${receipt.quorum.kind}::text, ${receipt.quorum.k}::int, ${receipt.quorum.m}::int, ${client.userId}::uuid,
      ${client.organizationId}::uuid, ${provider.userId}::uuid, ${provider.organizationId}::uuid,
      ${receipt.issued_at}::timestamptz, ${now.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`
  if (inserted === 1) return null

  const [existing] = await sql.$queryRaw<{ id: Hex }[]>`
    SELECT id FROM receipts
    WHERE kind = 'task' AND subject_id = ${receipt.subject}::text
      AND parties = ${[client_did, agent_did].map(partyKeyOf)}::text[]`
  if (!existing) throw new Error('The receipt of this subject vanished')
  return existing.id
}

/** Keeps what both sides signed beside the statements of those who judge. */
export async function insertCountersignatures(
  sql: Sql,
  receiptId: Hex,
  signed: readonly Countersignature[],
  now: Date,
): Promise<void> {
  for (const { role, did, domain, message, signature, hash } of signed) {
    await sql.$executeRaw`
      INSERT INTO receipt_attestations (id, receipt_id, round, trial, role, signer, family, type, domain, message, signature,
        hash, created_at)
      VALUES (${newId()}::uuid, ${receiptId}::text, 0, 0, ${role}::text, ${did}::text, 'SIGNED', 'COUNTERSIGNED',
        ${JSON.stringify(domain)}::jsonb, ${JSON.stringify(message)}::jsonb, ${signature}::text, ${hash}::text,
        ${now.toISOString()}::timestamptz)`
  }
}
