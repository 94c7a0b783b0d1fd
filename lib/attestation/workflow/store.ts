import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { ItemData } from '../item-data'
import { ITEM_TTL_SECONDS, type ItemCounts, type ItemStatus, type Operation } from '../types'

/** Workflows and their items as the API writes and reads them; what happens after PENDING is in ../send. */

export type NewWorkflow = {
  id: string
  organizationId: string
  issuerId: string
  operation: Operation
  chainId: number
  schemaUid: Hex
  priority: number
  createdBy: string
  now: Date
}

/** One row to be stored; `uid` is what a revocation is of. */
export type NewRow = Partial<ItemData> & { id: string; priority: number; uid?: Hex }

/** A workflow and all its items, waiting. */
export async function insertWorkflow(sql: Sql, flow: NewWorkflow, rows: NewRow[], expiresAt: Date): Promise<void> {
  const { id, organizationId, issuerId, operation, chainId, schemaUid, now } = flow
  const at = now.toISOString()
  await sql.$executeRaw`
    INSERT INTO attestation_workflows (id, organization_id, issuer_id, operation, chain_id, schema_uid, priority, total, created_by, created_at)
    VALUES (${id}::uuid, ${organizationId}::uuid, ${issuerId}::uuid, ${operation}::text, ${chainId}::int, ${schemaUid}::text,
      ${flow.priority}::int, ${rows.length}::int, ${flow.createdBy}::uuid, ${at}::timestamptz)`
  await sql.$executeRaw`
    INSERT INTO attestation_items (id, workflow_id, index, organization_id, issuer_id, operation, chain_id, schema_uid, priority,
      recipient, integra_hash, token_id, capabilities, data, ref_uid, expiration_time, revocable, uid, run_after, expires_at,
      created_at, updated_at)
    SELECT (r ->> 'id')::uuid, ${id}::uuid, n::int - 1, ${organizationId}::uuid, ${issuerId}::uuid, ${operation}::text,
      ${chainId}::int, ${schemaUid}::text, (r ->> 'priority')::int, r ->> 'recipient', r ->> 'integra_hash',
      (r ->> 'token_id')::numeric, ARRAY(SELECT jsonb_array_elements_text(coalesce(r -> 'capabilities', '[]'))), r ->> 'data',
      r ->> 'ref_uid', coalesce((r ->> 'expiration_time')::bigint, 0), coalesce((r ->> 'revocable')::boolean, true), r ->> 'uid',
      ${at}::timestamptz, ${expiresAt.toISOString()}::timestamptz, ${at}::timestamptz, ${at}::timestamptz
    FROM jsonb_array_elements(${JSON.stringify(rows)}::jsonb) WITH ORDINALITY AS t(r, n)`
}

export type WorkflowRow = {
  id: string
  organization_id: string
  issuer_id: string
  operation: Operation
  chain_id: number
  schema_uid: Hex
  total: number
  created_at: Date
  counts: ItemCounts
}

/** Workflows of an organization, newest first, with how many of their items are where. */
export async function findWorkflows(
  sql: Sql,
  query: { organizationId: string; id?: string | null; after?: string | null; limit: number },
): Promise<WorkflowRow[]> {
  const { organizationId, id = null, after = null, limit } = query
  return await sql.$queryRaw<WorkflowRow[]>`
    SELECT w.id, w.organization_id, w.issuer_id, w.operation, w.chain_id, w.schema_uid, w.total, w.created_at, c.counts
    FROM (
      SELECT * FROM attestation_workflows
      WHERE organization_id = ${organizationId}::uuid AND (${id}::uuid IS NULL OR id = ${id}::uuid)
        AND (${after}::uuid IS NULL OR id < ${after}::uuid)
      ORDER BY id DESC LIMIT ${limit}::int
    ) w CROSS JOIN LATERAL (
      SELECT coalesce(jsonb_object_agg(status, count), '{}') AS counts
      FROM (SELECT status, count(*)::int AS count FROM attestation_items WHERE workflow_id = w.id GROUP BY status) s
    ) c
    ORDER BY w.id DESC`
}

export type ItemRow = {
  index: number
  status: ItemStatus
  operation: Operation
  recipient: Hex | null
  integra_hash: Hex | null
  token_id: string | null
  capabilities: string[]
  /** Unix seconds; 0: never. */
  expiration_time: string
  uid: Hex | null
  tx_hash: Hex | null
  error_code: string | null
  error: string | null
}

/** Items of a workflow in their order. */
export async function findItems(sql: Sql, workflowId: string, afterIndex: number): Promise<ItemRow[]> {
  return await sql.$queryRaw<ItemRow[]>`
    SELECT index, status, operation, recipient, integra_hash, token_id::text, capabilities, expiration_time::text, uid,
      tx_hash, error_code, error
    FROM attestation_items
    WHERE workflow_id = ${workflowId}::uuid AND index > ${afterIndex}::int ORDER BY index`
}

export type DeadRow = ItemRow & {
  id: string
  workflow_id: string
  chain_id: number
  replays: number
  updated_at: Date
}

type DeadQuery = { organizationId: string; after: { at: string; id: string } | null; limit: number }

/** What failed or expired, the last first. */
export async function findDead(sql: Sql, { organizationId, after, limit }: DeadQuery): Promise<DeadRow[]> {
  return await sql.$queryRaw<DeadRow[]>`
    SELECT id, workflow_id, index, status, operation, chain_id, recipient, integra_hash, token_id::text, capabilities,
      expiration_time::text, uid, tx_hash, error_code, error, replays, updated_at
    FROM attestation_items
    WHERE organization_id = ${organizationId}::uuid AND status IN ('FAILED', 'EXPIRED')
      AND (${after?.at ?? null}::timestamptz IS NULL
        OR (updated_at, id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
    ORDER BY updated_at DESC, id DESC LIMIT ${limit}::int`
}

type Reopen = { workflowId: string; indexes: number[] | null; maxReplays: number; expiresAt: Date; now: Date }

/** Lets what failed or expired wait again, unless it was too often already. How many. */
export async function reopenDead(
  sql: Sql,
  { workflowId, indexes, maxReplays, expiresAt, now }: Reopen,
): Promise<number> {
  return await sql.$executeRaw`
    UPDATE attestation_items SET status = 'PENDING', tries = 0, replays = replays + 1, submission_id = NULL, place = NULL,
      uid = CASE WHEN operation = 'ATTEST' THEN NULL ELSE uid END, tx_hash = NULL, error_code = NULL, error = NULL,
      run_after = ${now.toISOString()}::timestamptz,
      expires_at = greatest(${expiresAt.toISOString()}::timestamptz,
        signed_until + make_interval(secs => ${ITEM_TTL_SECONDS}::int)),
      updated_at = ${now.toISOString()}::timestamptz
    WHERE workflow_id = ${workflowId}::uuid AND status IN ('FAILED', 'EXPIRED') AND replays < ${maxReplays}::int
      AND (${indexes}::int[] IS NULL OR index = ANY(${indexes}::int[]))`
}

/** What failed or expired, whatever its replays. */
export async function countDead(sql: Sql, workflowId: string, indexes: number[] | null): Promise<number> {
  const [row] = await sql.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS count FROM attestation_items
    WHERE workflow_id = ${workflowId}::uuid AND status IN ('FAILED', 'EXPIRED')
      AND (${indexes}::int[] IS NULL OR index = ANY(${indexes}::int[]))`
  return row?.count ?? 0
}

export type WaitingRow = {
  index: number
  sent_hash: Hex | null
  recipient: Hex | null
  data: Hex | null
  ref_uid: Hex | null
  expiration_time: string
  revocable: boolean
  uid: Hex | null
}

/** What of a workflow a wallet still has to send. */
export async function findWaiting(sql: Sql, workflowId: string): Promise<WaitingRow[]> {
  return await sql.$queryRaw<WaitingRow[]>`
    SELECT index, sent_hash, recipient, data, ref_uid, expiration_time::text, revocable, uid FROM attestation_items
    WHERE workflow_id = ${workflowId}::uuid AND status = 'PENDING' ORDER BY index`
}

type Sent = { workflowId: string; indexes: readonly number[]; txHash: Hex; now: Date }

/** A wallet says that it sent these items by that transaction. How many of them still waited. */
export async function markSent(sql: Sql, { workflowId, indexes, txHash, now }: Sent): Promise<number> {
  return await sql.$executeRaw`
    UPDATE attestation_items SET sent_hash = ${txHash}::text, sent_at = ${now.toISOString()}::timestamptz
    WHERE workflow_id = ${workflowId}::uuid AND index = ANY(${[...indexes]}::int[]) AND status = 'PENDING'
      AND submission_id IS NULL`
}
