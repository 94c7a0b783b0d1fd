import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { IssuerKind } from '../types'
import type { AttestationSubmission, Issuer, PendingItem, SubmissionState } from './submission'

/** Items, submissions and issuers, as sending reads and moves them. */

type SubmissionRow = Omit<
  AttestationSubmission,
  'easNonce' | 'blockNumber' | 'fromBlock' | 'deadline' | 'chainId' | 'issuerId' | 'schemaUid' | 'txHash'
> & {
  eas_nonce: string | null
  block_number: string | null
  from_block: string | null
  deadline: string | null
}

/** What is on its way to a chain, in the order it was signed. */
export async function listOpen(sql: Sql, chainId: number): Promise<AttestationSubmission[]> {
  const rows = await sql.$queryRaw<SubmissionRow[]>`
    SELECT id::text, chain_id AS "chainId", issuer_id::text AS "issuerId", operation, schema_uid AS "schemaUid", size,
      eas_nonce::text, "to", data, state, tx_hash AS "txHash", block_number::text, block_hash AS "blockHash",
      from_block::text, deadline::text, tries, run_after AS "runAfter",
      handed_at AS "handedAt", created_at AS "createdAt"
    FROM attestation_submissions
    WHERE chain_id = ${chainId}::int AND state IN ('QUEUED', 'SUBMITTED', 'MINED')
    ORDER BY created_at, id`
  return rows.map(toSubmission)
}

/** One submission, whatever became of it. */
export async function findSubmission(sql: Sql, id: string): Promise<AttestationSubmission | null> {
  const [row] = await sql.$queryRaw<SubmissionRow[]>`
    SELECT id::text, chain_id AS "chainId", issuer_id::text AS "issuerId", operation, schema_uid AS "schemaUid", size,
      eas_nonce::text, "to", data, state, tx_hash AS "txHash", block_number::text, block_hash AS "blockHash",
      from_block::text, deadline::text, tries, run_after AS "runAfter",
      handed_at AS "handedAt", created_at AS "createdAt"
    FROM attestation_submissions WHERE id = ${id}::uuid`
  return row ? toSubmission(row) : null
}

function toSubmission({ eas_nonce, block_number, from_block, deadline, ...row }: SubmissionRow): AttestationSubmission {
  return {
    ...(row as unknown as AttestationSubmission),
    easNonce: eas_nonce === null ? null : BigInt(eas_nonce),
    blockNumber: block_number === null ? null : Number(block_number),
    fromBlock: Number(from_block ?? 0),
    deadline: deadline === null ? null : Number(deadline),
  }
}

export async function findIssuer(sql: Sql, id: string): Promise<Issuer | null> {
  const [row] = await sql.$queryRaw<Issuer[]>`
    SELECT id::text, organization_id::text AS "organizationId", chain_id AS "chainId", address, kind, key,
      valid_until AS "validUntil", status
    FROM issuers WHERE id = ${id}::uuid`
  return row ?? null
}

/**
 * What waits on a chain for issuers of these kinds, the most urgent first, then the oldest: up to `most` for each issuer,
 * schema and operation. Nothing of a kept issuer that has something in no block yet, nothing whose last signature may count.
 */
export async function listWaiting(sql: Sql, { chainId, kinds, now, head, most }: Waiting): Promise<WaitingItem[]> {
  return sql.$queryRaw<WaitingItem[]>`
    SELECT * FROM (
      SELECT i.id::text, i.workflow_id::text, i.index, i.organization_id::text, i.issuer_id::text, i.operation, i.chain_id,
        i.schema_uid, i.priority, i.recipient, i.data, i.ref_uid, i.expiration_time::text, i.revocable, i.uid, i.status,
        i.submission_id::text, i.place, i.tries, i.run_after, i.expires_at, i.tx_hash, i.error_code, i.error, i.replays,
        i.created_at, i.integra_hash, i.most_together AS "mostTogether", i.signed_nonce IS NOT NULL AS signed,
        row_number() OVER (PARTITION BY i.issuer_id, i.schema_uid, i.operation ORDER BY i.priority DESC, i.created_at, i.id) AS turn
      FROM attestation_items i JOIN issuers u ON u.id = i.issuer_id
      WHERE i.chain_id = ${chainId}::int AND i.status = 'PENDING' AND i.submission_id IS NULL
        AND i.run_after <= ${now.toISOString()}::timestamptz AND u.kind = ANY(${kinds}::text[])
        AND (i.signed_until IS NULL OR i.signed_until < ${head.toISOString()}::timestamptz)
        AND (u.kind = 'EXECUTOR' OR NOT EXISTS (
          SELECT 1 FROM attestation_submissions s
          WHERE s.chain_id = i.chain_id AND s.issuer_id = i.issuer_id AND s.state = 'SUBMITTED'))
    ) AS waiting WHERE turn <= ${most}::int ORDER BY priority DESC, created_at, id`
}

/** `signed`: it was before. `mostTogether`: in calls of so many at most. */
export type WaitingItem = PendingItem & { signed: boolean; mostTogether: number | null }

type Waiting = { chainId: number; kinds: IssuerKind[]; now: Date; head: Date; most: number }

/** The items of a submission, in their places. */
export async function listItems(sql: Sql, submissionId: string): Promise<PendingItem[]> {
  return sql.$queryRaw<PendingItem[]>`
    SELECT id::text, workflow_id::text, index, organization_id::text, issuer_id::text, operation, chain_id, schema_uid,
      priority, recipient, data, ref_uid, expiration_time::text, revocable, uid, status, submission_id::text, place, tries,
      run_after, expires_at, tx_hash, error_code, error, replays, created_at, integra_hash
    FROM attestation_items WHERE submission_id = ${submissionId}::uuid ORDER BY place, id`
}

/** Items of an issuer that are in no submission, for what is found on the chain. */
export async function listLoose(sql: Sql, issuerId: string): Promise<PendingItem[]> {
  return sql.$queryRaw<PendingItem[]>`
    SELECT id::text, workflow_id::text, index, organization_id::text, issuer_id::text, operation, chain_id, schema_uid,
      priority, recipient, data, ref_uid, expiration_time::text, revocable, uid, status, submission_id::text, place, tries,
      run_after, expires_at, tx_hash, error_code, error, replays, created_at, integra_hash
    FROM attestation_items
    WHERE issuer_id = ${issuerId}::uuid AND status = 'PENDING' AND submission_id IS NULL
    ORDER BY created_at, workflow_id, index`
}

/** Whose wallet that is, when it attests for somebody. */
export async function findWalletIssuer(sql: Sql, chainId: number, address: Hex): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM issuers
    WHERE chain_id = ${chainId}::int AND address = ${address}::text AND kind = 'WALLET' AND status = 'ACTIVE'`
  return row?.id ?? null
}

/**
 * Of an issuer's nonces in EAS the next one, as far as what is in a block says; `below`: as far as calls before that nonce
 * say. Null: nothing of it is.
 */
export async function findNextNonce(sql: Sql, issuerId: string, below: bigint | null = null): Promise<bigint | null> {
  const [row] = await sql.$queryRaw<{ next: string }[]>`
    SELECT (eas_nonce + size)::text AS next FROM attestation_submissions
    WHERE issuer_id = ${issuerId}::uuid AND state IN ('SUBMITTED', 'MINED', 'CONFIRMED') AND eas_nonce IS NOT NULL
      AND (${textOf(below)}::text IS NULL OR eas_nonce < ${textOf(below)}::text::numeric)
    ORDER BY eas_nonce DESC LIMIT 1`
  return row ? BigInt(row.next) : null
}

/** Issuers with a wallet of their own for which something waits on a chain. */
export async function listWalletIssuers(sql: Sql, chainId: number): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT DISTINCT u.id::text FROM attestation_items i JOIN issuers u ON u.id = i.issuer_id
    WHERE i.chain_id = ${chainId}::int AND i.status = 'PENDING' AND i.submission_id IS NULL AND u.kind = 'WALLET'`
  return rows.map(({ id }) => id)
}

/** Whether something waits that the desk could send now. */
export async function hasDue(sql: Sql, chainId: number, now: Date): Promise<boolean> {
  const [row] = await sql.$queryRaw<{ due: boolean }[]>`
    SELECT EXISTS (
      SELECT 1 FROM attestation_items i JOIN issuers u ON u.id = i.issuer_id
      WHERE i.chain_id = ${chainId}::int AND i.status = 'PENDING' AND i.run_after <= ${now.toISOString()}::timestamptz
        AND u.kind <> 'WALLET') AS due`
  return row?.due ?? false
}

export type NewSubmission = Omit<AttestationSubmission, 'size' | 'tries' | 'runAfter' | 'handedAt' | 'createdAt'> & {
  itemIds: readonly string[]
  gasUsed?: bigint
  feeWei: bigint | null
  /** Until when its signatures can count, by the chain's time; null: it holds none of ours. */
  signedUntil: Date | null
  now: Date
}

/**
 * Stores a submission and takes its items into their places, as part of the caller's transaction. False, and everything has
 * to be rolled back, when one of them is no longer free.
 */
export async function insertSubmission(sql: Sql, submission: NewSubmission): Promise<boolean> {
  const at = submission.now.toISOString()
  const free = await sql.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM attestation_items
    WHERE id = ANY(${[...submission.itemIds]}::uuid[]) AND status = 'PENDING' AND submission_id IS NULL
    ORDER BY id FOR UPDATE SKIP LOCKED`
  if (free.length < submission.itemIds.length) return false

  await sql.$executeRaw`
    INSERT INTO attestation_submissions (id, chain_id, issuer_id, operation, schema_uid, size, eas_nonce, "to", data, state,
      tx_hash, block_number, block_hash, gas_used, fee_wei, from_block, deadline, created_at, updated_at)
    VALUES (${submission.id}::uuid, ${submission.chainId}::int, ${submission.issuerId}::uuid, ${submission.operation}::text,
      ${submission.schemaUid}::text, ${submission.itemIds.length}::int, ${textOf(submission.easNonce)}::text::numeric,
      ${submission.to}::text, ${submission.data}::text, ${submission.state}::text, ${submission.txHash}::text,
      ${textOf(submission.blockNumber)}::text::bigint, ${submission.blockHash}::text,
      ${textOf(submission.gasUsed ?? null)}::text::numeric, ${textOf(submission.feeWei)}::text::numeric,
      ${String(submission.fromBlock)}::text::bigint, ${textOf(submission.deadline)}::text::bigint, ${at}::timestamptz,
      ${at}::timestamptz)`
  await sql.$executeRaw`
    UPDATE attestation_items AS i SET submission_id = ${submission.id}::uuid, place = t.place - 1,
      status = CASE WHEN ${submission.state}::text = 'QUEUED' THEN 'PENDING' ELSE ${submission.state}::text END,
      tx_hash = ${submission.txHash}::text, error_code = NULL, error = NULL, updated_at = ${at}::timestamptz,
      signed_nonce = coalesce(${textOf(submission.easNonce)}::text::numeric + t.place - 1, i.signed_nonce, 0),
      signed_until = coalesce(${submission.signedUntil?.toISOString() ?? null}::timestamptz, i.signed_until)
    FROM unnest(${[...submission.itemIds]}::uuid[]) WITH ORDINALITY AS t(id, place) WHERE i.id = t.id`
  return true
}

/** The next look at a submission finds its newest transaction. `feeWei`: what that may cost, where it is the desk's. */
export async function noteTransaction(
  sql: Sql,
  id: string,
  txHash: Hex,
  now: Date,
  feeWei: bigint | null = null,
): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET tx_hash = ${txHash}::text, state = 'SUBMITTED',
      fee_wei = coalesce(${textOf(feeWei)}::text::numeric, fee_wei), updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state IN ('QUEUED', 'SUBMITTED')`
  if (changed === 0) return false
  await sql.$executeRaw`
    UPDATE attestation_items SET tx_hash = ${txHash}::text, status = 'SUBMITTED', updated_at = ${now.toISOString()}::timestamptz
    WHERE submission_id = ${id}::uuid AND status IN ('PENDING', 'SUBMITTED')`
  return true
}

/** That transaction is not what this submission was sent by: it is looked for on. */
export async function forgetTransaction(sql: Sql, id: string, txHash: Hex, now: Date): Promise<void> {
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET tx_hash = NULL, updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND tx_hash = ${txHash}::text AND state = 'SUBMITTED'`
  if (changed === 0) return
  await sql.$executeRaw`
    UPDATE attestation_items SET tx_hash = NULL, updated_at = ${now.toISOString()}::timestamptz
    WHERE submission_id = ${id}::uuid AND status = 'SUBMITTED'`
}

/** It is about to be put into a queue: from now on somebody may have it. */
export async function noteHanded(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_submissions SET handed_at = ${now.toISOString()}::timestamptz, updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state = 'QUEUED'`
}

/** It is in a queue for good: whoever executes it has it from now on. */
export async function markQueued(sql: Sql, id: string, now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_submissions SET state = 'SUBMITTED', updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state = 'QUEUED'`
  await sql.$executeRaw`
    UPDATE attestation_items SET status = 'SUBMITTED', updated_at = ${now.toISOString()}::timestamptz
    WHERE submission_id = ${id}::uuid AND status = 'PENDING'`
}

type Block = { txHash: Hex; blockNumber: number; blockHash: Hex }

/** It stands in a block, `uids` in the order of its places. False when another worker was quicker. */
export async function markMined(
  sql: Sql,
  id: string,
  mined: Block & { gasUsed: bigint; feeWei: bigint | null; uids: readonly { id: string; uid: Hex }[]; now: Date },
): Promise<boolean> {
  const at = mined.now.toISOString()
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET state = 'MINED', tx_hash = ${mined.txHash}::text,
      block_number = ${String(mined.blockNumber)}::text::bigint, block_hash = ${mined.blockHash}::text,
      gas_used = ${mined.gasUsed.toString()}::text::numeric, fee_wei = ${textOf(mined.feeWei)}::text::numeric, error = NULL,
      updated_at = ${at}::timestamptz
    WHERE id = ${id}::uuid AND state IN ('QUEUED', 'SUBMITTED', 'MINED')`
  if (changed === 0) return false
  await sql.$executeRaw`
    UPDATE attestation_items AS i SET status = 'MINED', uid = t.uid, tx_hash = ${mined.txHash}::text, error_code = NULL,
      error = NULL, updated_at = ${at}::timestamptz
    FROM unnest(${mined.uids.map((one) => one.id)}::uuid[], ${mined.uids.map(({ uid }) => uid)}::text[]) AS t(id, uid)
    WHERE i.id = t.id AND i.status IN ('PENDING', 'SUBMITTED', 'MINED')`
  return true
}

/** The block that held it is gone: it is on its way again, and an executor's hour begins anew. */
export async function markReorged(sql: Sql, id: string, blockHash: Hex, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET state = 'SUBMITTED', block_number = NULL, block_hash = NULL, gas_used = NULL,
      handed_at = ${at}::timestamptz, updated_at = ${at}::timestamptz
    WHERE id = ${id}::uuid AND state = 'MINED' AND block_hash = ${blockHash}::text`
  if (changed === 0) return false
  await sql.$executeRaw`
    UPDATE attestation_items SET status = 'SUBMITTED', uid = CASE WHEN operation = 'ATTEST' THEN NULL ELSE uid END,
      updated_at = ${at}::timestamptz
    WHERE submission_id = ${id}::uuid AND status = 'MINED'`
  return true
}

/**
 * It ends: CONFIRMED out of a block, with what its items became, or DROPPED while it is in none, and then it costs nothing
 * more. False when another worker was quicker.
 */
export async function endSubmission(
  sql: Sql,
  id: string,
  state: Extract<SubmissionState, 'CONFIRMED' | 'DROPPED'>,
  now: Date,
): Promise<boolean> {
  const from = state === 'CONFIRMED' ? ['MINED'] : ['QUEUED', 'SUBMITTED']
  const changed = await sql.$executeRaw`
    UPDATE attestation_submissions SET state = ${state}::text, updated_at = ${now.toISOString()}::timestamptz,
      fee_wei = CASE WHEN ${state}::text = 'DROPPED' THEN 0 ELSE fee_wei END
    WHERE id = ${id}::uuid AND state = ANY(${from}::text[])`
  return changed === 1
}

/** A transaction for it came to nothing: what that cost, beside what the next one may, and when to try again. */
export async function noteTry(
  sql: Sql,
  id: string,
  next: { tries: number; runAfter: Date; error: string; lostWei: bigint; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    UPDATE attestation_submissions SET tries = ${next.tries}::int, run_after = ${next.runAfter.toISOString()}::timestamptz,
      error = ${next.error}::text, lost_wei = lost_wei + ${next.lostWei.toString()}::text::numeric,
      updated_at = ${next.now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state = 'SUBMITTED'`
}

function textOf(value: bigint | number | null): string | null {
  return value === null ? null : value.toString()
}
