import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Identity, JudgedTask, ReceiptStatement } from './attestation'
import type { Votes } from './quorum'

/** Statements on tasks' receipts, and who may make them, in the database. */

/** A task's receipt; null for any other id, a challenge's included. */
export async function findJudgedTask(sql: Sql, id: string): Promise<JudgedTask | null> {
  const [row] = await sql.$queryRaw<TaskRow[]>`
    SELECT r.id, r.status, r.visibility, r.parties, r.document->'task'->>'client_did' AS "clientDid",
      r.document->'task'->>'agent_did' AS "providerDid", r.client_user_id::text AS "clientUserId",
      r.provider_user_id::text AS "providerUserId", r.round, r.k AS needed,
      CASE WHEN a.receipt_id IS NULL THEN 0 ELSE 1 END AS trial,
      c.state, c.k, c.m, c.due_at AS "dueAt",
      ARRAY(SELECT s.member FROM committee_seats s
        WHERE s.subject_kind = 'receipt' AND s.subject_id = r.id AND s.round = r.round ORDER BY s.seat) AS seats
    FROM receipts r
    LEFT JOIN committees c ON c.receipt_id = r.id AND c.round = r.round
    LEFT JOIN appeals a ON a.receipt_id = r.id
    WHERE r.id = ${id}::text AND r.kind = 'task'`
  if (!row) return null

  const { state, k, m, dueAt, ...task } = row
  return { ...task, committee: state === null ? null : { state, k: k ?? 0, m: m ?? 0, dueAt } }
}

type TaskRow = Omit<JudgedTask, 'committee'> & {
  state: string | null
  k: number | null
  m: number | null
  dueAt: Date | null
}

/** Holds the receipt's row to the end of the transaction: whoever judges it, decides it or changes its round stands in line here. */
export async function lockReceipt(sql: Sql, id: string): Promise<void> {
  await sql.$queryRaw`SELECT 1 FROM receipts WHERE id = ${id}::text FOR UPDATE`
}

/** The names a user can sign with: first the agent drawn for committees, then other agents, then the wallets linked now. */
export async function listIdentities(sql: Sql, userId: string): Promise<Identity[]> {
  return sql.$queryRaw<Identity[]>`
    SELECT did, member FROM (
      SELECT did, member, CASE WHEN auditor THEN 0 ELSE 1 END AS place FROM agents WHERE user_id = ${userId}::uuid
      UNION ALL
      SELECT 'did:pkh:eip155:' || chain_id || ':' || address, address, 2 FROM wallets
      WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL
    ) AS known ORDER BY place, did`
}

type Said = { trial: number; role: string; signer: string; member: string | null; family: string }

/** Whether this was said before: by the signer under any name of theirs, and by the client in any trial. */
export async function hasSaid(sql: Sql, receiptId: string, said: Said): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM receipt_attestations
    WHERE receipt_id = ${receiptId}::text AND family = ${said.family}::text
      AND (trial = ${said.trial}::int OR ${said.role}::text = 'client')
      AND (signer = ${said.signer}::text OR member = ${said.member}::text) LIMIT 1`
  return rows.length > 0
}

/** Stores a statement. False when its signer, or the member under another name, has said something of that family in that trial. */
export async function insertStatement(sql: Sql, s: ReceiptStatement): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO receipt_attestations (id, receipt_id, round, trial, role, signer, member, family, type, score, confidence,
      evidence_hash, evidence_ref, domain, message, signature, hash, created_at)
    VALUES (${s.id}::uuid, ${s.receiptId}::text, ${s.round}::int, ${s.trial}::int, ${s.role}::text, ${s.signer}::text,
      ${s.member}::text, ${s.family}::text, ${s.type}::text, ${s.score}::int, ${s.confidence}::int,
      ${s.evidenceHash}::text, ${s.evidenceRef}::text, ${JSON.stringify(s.domain)}::jsonb,
      ${JSON.stringify(s.message)}::jsonb, ${s.signature}::text, ${s.hash}::text, ${s.createdAt.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`
  return inserted === 1
}

/** Every statement on these receipts, in the order in which they were made. */
export async function listStatements(sql: Sql, receiptIds: readonly string[]): Promise<ReceiptStatement[]> {
  return sql.$queryRaw<ReceiptStatement[]>`
    SELECT id::text, receipt_id AS "receiptId", round, trial, role, signer, member, family, type, score, confidence,
      evidence_hash AS "evidenceHash", evidence_ref AS "evidenceRef", domain, message, signature, hash,
      created_at AS "createdAt"
    FROM receipt_attestations WHERE receipt_id = ANY(${[...receiptIds]}::text[]) ORDER BY created_at, id`
}

type Asked = Pick<JudgedTask, 'id' | 'round' | 'trial'>

/** How many of the members who sit now passed the task in this trial, and how many failed it; each counts once. */
export async function countVotes(sql: Sql, { id, round, trial }: Asked): Promise<Votes> {
  const [row] = await sql.$queryRaw<Votes[]>`
    SELECT count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_PASS')::int AS passes,
      count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_FAIL')::int AS fails
    FROM receipt_attestations a
    JOIN committee_seats s ON s.subject_kind = 'receipt' AND s.subject_id = a.receipt_id
      AND s.round = ${round}::int AND s.member = a.member
    WHERE a.receipt_id = ${id}::text AND a.trial = ${trial}::int AND a.family = 'AUDIT'`
  return row ?? { passes: 0, fails: 0 }
}

/** What a decision rests on: what the members who sit now said in this trial, and the client's own word. */
export async function listCounted(sql: Sql, { id, round, trial }: Asked): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ hash: Hex }[]>`
    SELECT a.hash FROM receipt_attestations a
    WHERE a.receipt_id = ${id}::text AND a.family <> 'SIGNED' AND (a.role = 'client' OR a.trial = ${trial}::int AND EXISTS (
      SELECT 1 FROM committee_seats s WHERE s.subject_kind = 'receipt' AND s.subject_id = a.receipt_id
        AND s.round = ${round}::int AND s.member = a.member))
    ORDER BY a.created_at, a.id`
  return rows.map(({ hash }) => hash)
}

/** As `countVotes`, of many receipts: those whose present round has members. */
export async function countAllVotes(
  sql: Sql,
  ids: readonly string[],
): Promise<({ id: Hex; k: number; m: number } & Votes)[]> {
  return sql.$queryRaw<({ id: Hex; k: number; m: number } & Votes)[]>`
    SELECT r.id, c.k, c.m,
      count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_PASS')::int AS passes,
      count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_FAIL')::int AS fails
    FROM receipts r
    JOIN committees c ON c.receipt_id = r.id AND c.round = r.round
    JOIN committee_seats s ON s.subject_kind = 'receipt' AND s.subject_id = r.id AND s.round = r.round
    LEFT JOIN appeals p ON p.receipt_id = r.id
    LEFT JOIN receipt_attestations a ON a.receipt_id = r.id AND a.family = 'AUDIT' AND a.member = s.member
      AND a.trial = CASE WHEN p.receipt_id IS NULL THEN 0 ELSE 1 END
    WHERE r.id = ANY(${[...ids]}::text[]) AND r.kind = 'task'
    GROUP BY r.id, c.k, c.m`
}
