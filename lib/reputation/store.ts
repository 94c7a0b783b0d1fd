import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Folded, Row } from './fold'
import type { Dimension, Numbers } from './score'

/** Numbers and what moved them. What they are folded from is read by facts-store.ts. */

/** Where a party stands, as it is stored. */
export type StandingRow = Folded & { id: string; asOf: Date; updatedAt: Date }

/** A change as it is stored; `fold` counts how often it was corrected. */
export type EntryRow = Row & { id: string; fold: number }

type Stored = Record<Dimension, number | null> & {
  id: string
  evidence: Record<Dimension, number>
  receipts: number
  counterparties: number
  completed: number
  lost: number
  silent: number
  as_of: Date
  updated_at: Date
}

/** Those of these parties who have a history, by id. */
export async function listStandings(sql: Sql, ids: readonly string[]): Promise<Map<string, StandingRow>> {
  const rows = await sql.$queryRaw<Stored[]>`SELECT * FROM reputation WHERE id = ANY(${[...ids]}::text[])`
  return new Map(rows.map((row) => [row.id, toStanding(row)]))
}

function toStanding(row: Stored): StandingRow {
  const { id, q, t, r, s, v, i, e, evidence, receipts, counterparties, completed, lost, silent } = row
  return {
    id,
    numbers: { q, t, r, s, v, i, e },
    evidence,
    receipts,
    counterparties,
    counts: { completed, lost, silent },
    asOf: row.as_of,
    updatedAt: row.updated_at,
  }
}

/** Those of these parties who have a history, each with what the rows of its newest receipt began with. */
export async function listWithNewest(sql: Sql, ids: readonly string[]) {
  const rows = await sql.$queryRaw<(Stored & { was: Partial<Numbers> | null })[]>`
    SELECT r.*, (SELECT jsonb_object_agg(e.dimension, e.before ORDER BY e.receipt_id DESC)
      FROM reputation_entries e
      WHERE e.party = r.id AND e.finalized_at = r.as_of AND e.observation IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM reputation_entries c WHERE c.receipt_id = e.receipt_id AND c.party = e.party
          AND c.dimension = e.dimension AND c.fold > e.fold)) AS was
    FROM reputation r WHERE r.id = ANY(${[...ids]}::text[])`
  return rows.map((row) => ({ id: row.id, numbers: toStanding(row).numbers, before: row.was ?? {} }))
}

/** Until the end of the transaction nobody else folds onto these parties. Always in one order, so that no two wait for each other. */
export async function lockParties(sql: Sql, parties: readonly string[]): Promise<void> {
  for (const party of [...new Set(parties)].sort()) {
    await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`reputation:${party}`}::text, 0))`
  }
}

/** The place of the last receipt folded onto a party. */
export async function findLastPlace(sql: Sql, party: string): Promise<{ at: Date; receiptId: string } | null> {
  const [row] = await sql.$queryRaw<{ at: Date; receiptId: string }[]>`
    SELECT finalized_at AS at, receipt_id AS "receiptId" FROM reputation_entries WHERE party = ${party}::text
    ORDER BY finalized_at DESC, receipt_id DESC LIMIT 1`
  return row ?? null
}

/** What holds of a party now: of each change only its newest correction. */
export async function listEffective(sql: Sql, party: string): Promise<EntryRow[]> {
  const rows = await sql.$queryRaw<StoredEntry[]>`
    SELECT DISTINCT ON (receipt_id, dimension) * FROM reputation_entries WHERE party = ${party}::text
    ORDER BY receipt_id, dimension, fold DESC`
  return rows.map(toEntry)
}

export type EntryQuery = {
  party: string
  dimension: string | null
  /** Who asks. */
  userId: string | null
  /** The change after which to go on. */
  before: string | null
  limit: number
}

type ListedEntry = StoredEntry & { created_at: Date; superseded: boolean; listed: boolean }

/** Every change, corrected ones too, the newest receipt first; and whether its receipt is listed for who asks. */
export async function listEntries(sql: Sql, { party, dimension, userId, before, limit }: EntryQuery) {
  const rows = await sql.$queryRaw<ListedEntry[]>`
    SELECT e.*, EXISTS (SELECT 1 FROM reputation_entries c
        WHERE c.receipt_id = e.receipt_id AND c.party = e.party AND c.dimension = e.dimension AND c.fold > e.fold
      ) AS superseded,
      EXISTS (SELECT 1 FROM receipts r WHERE r.id = e.receipt_id AND (
        r.visibility = 'public' OR r.client_user_id = ${userId}::uuid OR r.provider_user_id = ${userId}::uuid
        OR r.parties && ARRAY(SELECT address FROM wallets WHERE user_id = ${userId}::uuid AND unlinked_at IS NULL
          UNION ALL SELECT did FROM agents WHERE user_id = ${userId}::uuid)
        OR EXISTS (SELECT 1 FROM challenges c WHERE c.id = CASE r.subject_kind WHEN 'challenge' THEN r.subject_id::uuid END
          AND ${userId}::uuid IN (c.creator_user_id, c.counterparty_user_id)))
      ) AS listed
    FROM reputation_entries e
    WHERE e.party = ${party}::text AND (${dimension}::text IS NULL OR e.dimension = ${dimension}::text)
      AND (${before}::uuid IS NULL OR (e.finalized_at, e.receipt_id, e.dimension, e.fold) < (
        SELECT b.finalized_at, b.receipt_id, b.dimension, b.fold FROM reputation_entries b
        WHERE b.id = ${before}::uuid AND b.party = ${party}::text))
    ORDER BY e.finalized_at DESC, e.receipt_id DESC, e.dimension DESC, e.fold DESC LIMIT ${limit}::int`
  return rows.map((row) => ({
    ...toEntry(row),
    isSuperseded: row.superseded,
    isListed: row.listed,
    createdAt: row.created_at,
  }))
}

/** Writes changes down. */
export async function insertEntries(
  sql: Sql,
  party: string,
  rows: readonly (Row & { fold: number })[],
  now: Date,
): Promise<void> {
  if (rows.length === 0) return
  const values = rows.map((row) => ({ ...row, id: newId(), at: row.at.toISOString() }))
  await sql.$executeRaw`
    INSERT INTO reputation_entries
      (id, party, receipt_id, "with", finalized_at, dimension, fold, observation, alpha_ppm, n, before, after, created_at)
    SELECT id, ${party}::text, "receiptId", "with", at, dimension, fold, observation, "alphaPpm", n, before, after,
      ${now.toISOString()}::timestamptz
    FROM jsonb_to_recordset(${JSON.stringify(values)}::jsonb) AS new(
      id uuid, "receiptId" text, "with" text, at timestamptz, dimension text, fold int, observation int,
      "alphaPpm" int, n int, before int, after int)`
}

/** Where a party stands from now on. Nobody whose every receipt was taken out again has a history. */
export async function saveStanding(sql: Sql, standing: StandingRow): Promise<void> {
  const { id, numbers, evidence, receipts, counterparties, counts, asOf, updatedAt } = standing
  if (receipts === 0) {
    await sql.$executeRaw`DELETE FROM reputation WHERE id = ${id}::text`
    return
  }
  await sql.$executeRaw`
    INSERT INTO reputation AS known
      (id, q, t, r, s, v, i, e, evidence, receipts, counterparties, completed, lost, silent, as_of, updated_at)
    VALUES (${id}::text, ${numbers.q}::int, ${numbers.t}::int, ${numbers.r}::int, ${numbers.s}::int, ${numbers.v}::int,
      ${numbers.i}::int, ${numbers.e}::int, ${JSON.stringify(evidence)}::jsonb, ${receipts}::int, ${counterparties}::int,
      ${counts.completed}::int, ${counts.lost}::int, ${counts.silent}::int, ${asOf.toISOString()}::timestamptz,
      ${updatedAt.toISOString()}::timestamptz)
    ON CONFLICT (id) DO UPDATE SET (q, t, r, s, v, i, e, evidence, receipts, counterparties, completed, lost, silent, as_of, updated_at)
      = (excluded.q, excluded.t, excluded.r, excluded.s, excluded.v, excluded.i, excluded.e, excluded.evidence,
        excluded.receipts, excluded.counterparties, excluded.completed, excluded.lost, excluded.silent, excluded.as_of,
        excluded.updated_at)`
}

type StoredEntry = {
  id: string
  receipt_id: string
  with: string
  finalized_at: Date
  dimension: Dimension
  fold: number
  observation: number | null
  alpha_ppm: number
  n: number
  before: number | null
  after: number | null
}

function toEntry(row: StoredEntry): EntryRow {
  const { id, dimension, fold, observation, n, before, after } = row
  return {
    id,
    receiptId: row.receipt_id,
    at: row.finalized_at,
    with: row.with,
    dimension,
    fold,
    observation,
    alphaPpm: row.alpha_ppm,
    n,
    before,
    after,
  }
}
