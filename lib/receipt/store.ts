import type { FundsProof } from '@/lib/db/generated/client'
import type { Sql } from '@/lib/db/sql'
import type { Db } from '@/lib/db/transaction'
import type { EventType } from '@/lib/event/catalogue'
import type { IntentPayload } from '@/lib/proof/commitment'
import type { Hex } from '@/lib/proof/hash'
import type { LogEntry } from '@/lib/proof/log'
import type { Receipt } from '@/lib/proof/receipt'
import type { Domain, SettleMessage } from '@/lib/proof/typed-data'
import type { Visibility } from './issue'
import { partyKeyOf } from './party-key'

/** The only file of this noun that knows the database. */

export type ReceiptRow = {
  id: Hex
  receipt: Receipt
  status: string
  visibility: Visibility
  issuedAt: Date
  /** When it was first decided. */
  finalizedAt: Date | null
}

type NewRow = { id: Hex; receipt: Receipt; status: string; visibility: Visibility; now: Date }

/** Stores a receipt; the id of the one its subject has already, if so. */
export async function insertReceipt(sql: Sql, { id, receipt, status, visibility, now }: NewRow): Promise<Hex | null> {
  const { quorum } = receipt
  const inserted = await sql.$executeRaw`
    INSERT INTO receipts (
      id, kind, subject_kind, subject_id, document, status, visibility, parties, quorum_kind, k, m, issued_at, finalized_at,
      created_at)
    VALUES (
      ${id}::text, ${receipt.kind}::text, ${receipt.kind}::text, ${receipt.subject}::text,
      ${JSON.stringify(receipt)}::jsonb, ${status}::text, ${visibility}::text,
      ${receipt.parties.map(({ did }) => partyKeyOf(did))}::text[], ${quorum.kind}::text, ${quorum.k}::int,
      ${quorum.m}::int, ${receipt.issued_at}::timestamptz,
      CASE WHEN ${status}::text = 'FINALIZED' THEN ${receipt.issued_at}::timestamptz END, ${now.toISOString()}::timestamptz)
    ON CONFLICT DO NOTHING`
  if (inserted === 1) return null

  const [existing] = await sql.$queryRaw<{ id: Hex }[]>`
    SELECT id FROM receipts WHERE subject_kind = ${receipt.kind}::text AND subject_id = ${receipt.subject}::text`
  if (!existing) throw new Error('The receipt of this subject vanished')
  return existing.id
}

export async function findReceipt(db: Db, id: string): Promise<ReceiptRow | null> {
  const row = await db.receipt.findUnique({ where: { id } })
  return row && toRow(row)
}

/** Whether a user is a party: by a wallet linked now, as the user who made the challenge, or as whose agent did the task. */
export async function isParty(sql: Sql, userId: string, receiptId: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM receipts r
    WHERE r.id = ${receiptId}::text AND (
      r.client_user_id = ${userId}::uuid OR r.provider_user_id = ${userId}::uuid
      OR EXISTS (SELECT 1 FROM agents a WHERE a.user_id = ${userId}::uuid AND a.did = ANY(r.parties))
      OR EXISTS (SELECT 1 FROM wallets w
        WHERE w.user_id = ${userId}::uuid AND w.unlinked_at IS NULL AND w.address = ANY(r.parties))
      OR r.subject_kind = 'challenge' AND EXISTS (SELECT 1 FROM challenges c
        WHERE c.id::text = r.subject_id AND ${userId}::uuid IN (c.creator_user_id, c.counterparty_user_id)))`
  return rows.length > 0
}

/** Whether a user sits, or once sat, on the receipt's committee. */
export async function hasSeat(sql: Sql, userId: string, receiptId: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM committee_seats s
    WHERE s.subject_kind = 'receipt' AND s.subject_id = ${receiptId}::text AND (
      EXISTS (SELECT 1 FROM wallets w
        WHERE w.user_id = ${userId}::uuid AND w.unlinked_at IS NULL AND w.address = s.member)
      OR EXISTS (SELECT 1 FROM agents a WHERE a.user_id = ${userId}::uuid AND a.member = s.member))
    LIMIT 1`
  return rows.length > 0
}

export type ReceiptQuery = {
  /** Their own receipts are listed beside the public ones. */
  userId: string | null
  party: string | null
  kind: string | null
  status: string | null
  /** Only their own. */
  mine: boolean
  before: { issuedAt: string; id: string } | null
  limit: number
}

/** A receipt in a list, and whether it is one of the user's. */
export type ListedReceipt = ReceiptRow & { own: boolean }

type ListedRow = {
  id: Hex
  own: boolean
  document: Receipt
  status: string
  visibility: Visibility
  issued_at: Date
  finalized_at: Date | null
}

/**
 * Public receipts and those of the user, newest first. Each kind of tie is looked up by its own index: asked for in one
 * condition, Postgres would walk through everybody's receipts until it has found enough of theirs.
 */
export async function listReceiptRows(sql: Sql, query: ReceiptQuery): Promise<ListedReceipt[]> {
  const { userId, party, kind, status, mine, limit } = query
  const [beforeAt, beforeId] = [query.before?.issuedAt ?? null, query.before?.id ?? null]
  const rows = await sql.$queryRaw<ListedRow[]>`
    WITH own AS (
      SELECT id, issued_at, parties, kind, status FROM receipts WHERE client_user_id = ${userId}::uuid
      UNION SELECT id, issued_at, parties, kind, status FROM receipts WHERE provider_user_id = ${userId}::uuid
      UNION SELECT id, issued_at, parties, kind, status FROM receipts
        WHERE parties && ARRAY(SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL
          UNION ALL SELECT did FROM agents WHERE user_id = ${userId}::uuid)
      UNION SELECT r.id, r.issued_at, r.parties, r.kind, r.status
        FROM challenges c JOIN receipts r ON r.subject_kind = 'challenge' AND r.subject_id = c.id::text
        WHERE c.creator_user_id = ${userId}::uuid OR c.counterparty_user_id = ${userId}::uuid
    ), listed AS (
      SELECT id, issued_at, true AS own FROM own
      WHERE (${party}::text IS NULL OR parties @> ARRAY[${party}::text])
        AND (${kind}::text IS NULL OR kind = ${kind}::text) AND (${status}::text IS NULL OR status = ${status}::text)
        AND (${beforeId}::text IS NULL OR (issued_at, id) < (${beforeAt}::timestamptz, ${beforeId}::text))
      UNION ALL (
        SELECT id, issued_at, false FROM receipts
        WHERE visibility = 'public' AND NOT ${mine}::boolean
          AND (${party}::text IS NULL OR parties @> ARRAY[${party}::text])
          AND (${kind}::text IS NULL OR kind = ${kind}::text) AND (${status}::text IS NULL OR status = ${status}::text)
          AND (${beforeId}::text IS NULL OR (issued_at, id) < (${beforeAt}::timestamptz, ${beforeId}::text))
        ORDER BY issued_at DESC, id DESC LIMIT ${limit}::int)
    ), page AS (
      SELECT id, bool_or(own) AS own FROM listed GROUP BY id, issued_at
      ORDER BY issued_at DESC, id DESC LIMIT ${limit}::int)
    SELECT r.id, page.own, r.document, r.status, r.visibility, r.issued_at, r.finalized_at
    FROM page JOIN receipts r USING (id)
    ORDER BY r.issued_at DESC, r.id DESC`
  return rows.map(({ document, issued_at, finalized_at, ...row }) => ({
    ...row,
    receipt: document,
    issuedAt: issued_at,
    finalizedAt: finalized_at,
  }))
}

/** The newest receipt of a challenge that is listed for everybody. */
export async function findNewestPublicId(sql: Sql): Promise<Hex | null> {
  const [row] = await sql.$queryRaw<{ id: Hex }[]>`
    SELECT id FROM receipts WHERE visibility = 'public' AND kind = 'challenge'
    ORDER BY issued_at DESC, id DESC LIMIT 1`
  return row?.id ?? null
}

export type SignedSettle = { domain: Domain; message: SettleMessage; signer: Hex; signature: Hex }

/** What the parties of a challenge signed and what was written down of it: everything a bundle carries beside the receipt. */
export type Records = {
  /** Of the revision that was locked. */
  intents: IntentPayload[]
  /** Every Settle either side ever signed. */
  settles: SignedSettle[]
  log: LogEntry[]
  fundsProofs: FundsProof[]
}

export async function loadRecords(db: Db, receipt: Receipt): Promise<Records> {
  const challengeId = receipt.subject
  const { revision } = await db.challenge.findUniqueOrThrow({ where: { id: challengeId }, select: { revision: true } })
  const [intents, offers, log, fundsProofs] = await Promise.all([
    db.intent.findMany({ where: { challengeId, revision } }),
    db.offer.findMany({ where: { challengeId, primaryType: 'Settle' } }),
    db.challengeEvent.findMany({
      where: { challengeId, sequence: { lte: receipt.log?.length ?? 0 } },
      orderBy: { sequence: 'asc' },
    }),
    db.fundsProof.findMany({ where: { id: { in: receipt.funds_proofs } } }),
  ])

  return {
    intents: intents.map(({ payload }) => payload as unknown as IntentPayload),
    settles: offers.map(({ domain, message, signer, signature }) => ({
      domain: domain as unknown as Domain,
      message: message as unknown as SettleMessage,
      signer: signer as Hex,
      signature: signature as Hex,
    })),
    log: log.map(({ sequence, at, actor, action, before, after, data }) => ({
      sequence,
      at: at.toISOString(),
      actor,
      action,
      before,
      after,
      data: data as Record<string, unknown>,
    })),
    fundsProofs,
  }
}

type Stored = Pick<ReceiptRow, 'status' | 'issuedAt' | 'finalizedAt'> & {
  id: string
  document: unknown
  visibility: string
}

function toRow(row: Stored): ReceiptRow {
  return {
    id: row.id as Hex,
    receipt: row.document as Receipt,
    status: row.status,
    visibility: row.visibility as Visibility,
    issuedAt: row.issuedAt,
    finalizedAt: row.finalizedAt,
  }
}

export type Audience = { receiptId: string; organizations: string[] }

/** See `audience.ts`. */
export async function listAudience(sql: Sql, receiptIds: readonly string[], type: EventType): Promise<Audience[]> {
  return await sql.$queryRaw<Audience[]>`
    SELECT r.id AS "receiptId", array_agg(DISTINCT o.id::text ORDER BY o.id::text) AS organizations
    FROM receipts r
    LEFT JOIN challenges c ON r.subject_kind = 'challenge' AND c.id::text = r.subject_id
    CROSS JOIN LATERAL (VALUES (c.organization_id), (c.counterparty_organization_id), (r.client_organization_id),
      (r.provider_organization_id)) AS o(id)
    WHERE r.id = ANY(${receiptIds}::text[]) AND o.id IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM events e
        WHERE e.organization_id = o.id AND e.subject = r.id AND e.type = ${type}::text)
    GROUP BY r.id ORDER BY r.id`
}
