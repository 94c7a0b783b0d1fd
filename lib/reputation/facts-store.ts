import type { Sql } from '@/lib/db/sql'
import type { Receipt } from '@/lib/proof/receipt'
import { partyKeyOf } from '@/lib/receipt/party-key'
import type { Decided } from './bearing'
import { type Dealing, pairOf } from './damping'
import type { Said } from './observe'

/** What reputation reads of receipts, challenges and statements. */

/** A decided receipt with whose it was on either side, as far as known. */
export type Known = Decided & { parties: readonly string[]; users: readonly [string, string] | null }

type Place = { at: Date; receiptId: string }

type StoredFact = {
  id: string
  document: Receipt
  at: Date
  decision: 'FINALIZED' | 'FAILED'
  statements: Said[] | null
  silent: string[] | null
  parties: string[]
  users: (string | null)[]
}

/**
 * What was decided about receipts that name a party, after a place in the order or from the beginning. A task whose verdict is
 * under appeal counts as it was decided; one whose verdict was reversed, and one nobody decided, is not there.
 */
export async function listDecided(sql: Sql, party: string, after: Place | null): Promise<Known[]> {
  const rows = await sql.$queryRaw<StoredFact[]>`
    SELECT r.id, r.document, r.finalized_at AS at, r.parties,
      CASE r.status WHEN 'APPEALED' THEN a.appealed ELSE r.status END AS decision,
      ARRAY[coalesce(r.client_user_id, c.creator_user_id)::text, coalesce(r.provider_user_id, c.counterparty_user_id)::text] AS users,
      (SELECT jsonb_agg(jsonb_build_object('type', s.type, 'score', s.score, 'confidence', s.confidence))
        FROM receipt_attestations s
        WHERE s.receipt_id = r.id AND s.trial = 0) AS statements,
      (SELECT e.data->'silent' FROM challenge_events e
        WHERE e.challenge_id = c.id AND e.sequence = (r.document->'log'->>'length')::int) AS silent
    FROM receipts r
    LEFT JOIN challenges c
      ON c.id = CASE r.subject_kind WHEN 'challenge' THEN r.subject_id::uuid END
    LEFT JOIN appeals a ON r.status = 'APPEALED' AND a.receipt_id = r.id
    WHERE r.parties @> ARRAY[${party}::text] AND cardinality(r.parties) = 2 AND r.finalized_at IS NOT NULL
      AND (r.status = 'FINALIZED' OR r.kind = 'task' AND r.status IN ('FAILED', 'APPEALED'))
      AND (${after?.receiptId ?? null}::text IS NULL
        OR (r.finalized_at, r.id)
          > (${after?.at.toISOString() ?? null}::timestamptz, ${after?.receiptId ?? null}::text))
    ORDER BY 3, 1`
  return rows.map(toKnown)
}

/** One receipt's place in the order, whose it is, and onto whom it is folded. */
export type Placed = Place & Pick<Known, 'parties' | 'users'> & { on: readonly string[] }

/** Where a receipt stands, whatever became of it since; null when it never was decided. One that expired moved nobody. */
export async function findPlace(sql: Sql, receiptId: string): Promise<Placed | null> {
  const [row] = await sql.$queryRaw<StoredDealing[]>`
    SELECT r.id, r.finalized_at AS at, r.parties, r.document->'task'->>'agent_did' AS agent,
      ARRAY[coalesce(r.client_user_id, c.creator_user_id)::text, coalesce(r.provider_user_id, c.counterparty_user_id)::text] AS users
    FROM receipts r
    LEFT JOIN challenges c
      ON c.id = CASE r.subject_kind WHEN 'challenge' THEN r.subject_id::uuid END
    WHERE r.id = ${receiptId}::text AND cardinality(r.parties) = 2
      AND r.finalized_at IS NOT NULL AND r.status <> 'EXPIRED'`
  return row ? { receiptId: row.id, at: row.at, parties: row.parties, users: bothOf(row.users), on: onWhom(row) } : null
}

type StoredDealing = {
  id: string
  at: Date
  /** Of a task: who did it. */
  agent: string | null
  parties: string[]
  users: (string | null)[]
}

/** Every dealing that counts between the users, or the wallets, of any of these receipts. */
export async function listDealings(sql: Sql, pairs: readonly Pick<Known, 'parties' | 'users'>[]): Promise<Dealing[]> {
  const users = uniquePairs(pairs.flatMap(({ users: both }) => (both ? [both] : [])))
  const parties = uniquePairs(pairs.map(({ parties: both }) => both))
  const rows = await sql.$queryRaw<StoredDealing[]>`
    WITH known AS (
      SELECT u, v FROM unnest(${users.map(([u]) => u)}::uuid[], ${users.map(([, v]) => v)}::uuid[]) AS pairs(u, v)
      UNION SELECT v, u FROM unnest(${users.map(([u]) => u)}::uuid[], ${users.map(([, v]) => v)}::uuid[]) AS pairs(u, v)
    ), found AS (
      SELECT r.id FROM known JOIN receipts r
        ON r.client_user_id = known.u AND r.provider_user_id = known.v AND r.finalized_at IS NOT NULL
      UNION
      SELECT c.receipt_id FROM known JOIN challenges c ON c.creator_user_id = known.u AND c.counterparty_user_id = known.v
      WHERE c.receipt_id IS NOT NULL
      UNION
      SELECT r.id
      FROM unnest(${parties.map(([a]) => a)}::text[], ${parties.map(([, b]) => b)}::text[]) AS wallets(a, b)
      JOIN receipts r ON r.parties @> ARRAY[wallets.a, wallets.b] AND r.finalized_at IS NOT NULL
    )
    SELECT r.id, r.finalized_at AS at, r.parties, r.document->'task'->>'agent_did' AS agent,
      ARRAY[coalesce(r.client_user_id, c.creator_user_id)::text, coalesce(r.provider_user_id, c.counterparty_user_id)::text] AS users
    FROM found JOIN receipts r ON r.id = found.id
    LEFT JOIN challenges c
      ON c.id = CASE r.subject_kind WHEN 'challenge' THEN r.subject_id::uuid END
    WHERE cardinality(r.parties) = 2 AND r.finalized_at IS NOT NULL
      AND (r.status = 'FINALIZED' OR r.kind = 'task' AND r.status IN ('FAILED', 'APPEALED'))`
  return rows.map(toDealing)
}

function toDealing({ id, at, agent, parties, users }: StoredDealing): Dealing {
  return {
    receiptId: id,
    at,
    ...namesOf({ parties, users: bothOf(users) }),
    on: onWhom({ agent, parties }),
  }
}

/** A task is folded onto who did it, a challenge onto both sides. */
function onWhom({ agent, parties }: Pick<StoredDealing, 'agent' | 'parties'>): string[] {
  return agent === null ? parties : [partyKeyOf(agent)]
}

/** Both users, and both parties, each as one text. */
export function namesOf({ parties, users }: Pick<Known, 'parties' | 'users'>): Pick<Dealing, 'users' | 'parties'> {
  const [a = '', b = ''] = parties
  return { users: users && pairOf(...users), parties: pairOf(a, b) }
}

function toKnown({ id, document, at, decision, statements, silent, parties, users }: StoredFact): Known {
  return {
    receiptId: id,
    receipt: document,
    at,
    decision,
    statements: statements ?? [],
    silent: silent ?? [],
    parties,
    users: bothOf(users),
  }
}

function bothOf([a, b]: (string | null)[]): readonly [string, string] | null {
  return a && b ? [a, b] : null
}

function uniquePairs(pairs: readonly (readonly string[])[]): [string, string][] {
  const named = pairs.map(([a = '', b = '']) => [pairOf(a, b), [a, b]] as const)
  return [...new Map<string, [string, string]>(named.map(([name, [a, b]]) => [name, [a ?? '', b ?? '']])).values()]
}

/**
 * Receipts decided between two moments whose folds were given up: those that moved nobody though they are folded onto
 * somebody, and those that were reversed and still move somebody.
 */
export async function listUnfolded(sql: Sql, [from, to]: readonly [Date, Date], limit: number): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT r.id FROM receipts r
    WHERE r.finalized_at BETWEEN ${from.toISOString()}::timestamptz AND ${to.toISOString()}::timestamptz
      AND cardinality(r.parties) = 2
      AND CASE
        WHEN r.status = 'FINALIZED' OR r.kind = 'task' AND r.status IN ('FAILED', 'APPEALED')
        THEN NOT EXISTS (SELECT 1 FROM reputation_entries e WHERE e.receipt_id = r.id)
        WHEN r.status = 'REVERSED'
        THEN EXISTS (SELECT 1 FROM reputation_entries e
          WHERE e.receipt_id = r.id AND e.observation IS NOT NULL
            AND NOT EXISTS (SELECT 1 FROM reputation_entries c WHERE c.receipt_id = e.receipt_id AND c.party = e.party
              AND c.dimension = e.dimension AND c.fold > e.fold))
        ELSE false END
    ORDER BY r.finalized_at, r.id LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}
