import type { Mode, Outcome, Party } from '@/lib/challenge/state'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { Case } from '@/lib/proof/receipt'
import type { CaseSeat, CaseStatus, CaseVote, DisputeCase } from './case'
import type { Exclusion } from './exclusions'

/** Cases, votes and the seats of unbonded cases in the database. */

export type NewCase = Pick<
  DisputeCase,
  'id' | 'challengeId' | 'dealId' | 'openerRole' | 'document' | 'rosterEpoch' | 'k' | 'm' | 'excluded' | 'openedAt'
> & { reason: string | null; status: CaseStatus; now: Date }

/** Stores a case. False when the same was written before. */
export async function insertCase(sql: Sql, c: NewCase): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO cases (id, challenge_id, deal_id, opener_role, reason, document, status, roster_epoch, k, m, excluded,
      opened_at, created_at, updated_at)
    VALUES (${c.id}::text, ${c.challengeId}::uuid, ${c.dealId}::text, ${c.openerRole}::text, ${c.reason}::text,
      ${JSON.stringify(c.document)}::jsonb, ${c.status}::text, ${c.rosterEpoch}::int, ${c.k}::int, ${c.m}::int,
      ${JSON.stringify(c.excluded)}::jsonb, ${c.openedAt?.toISOString() ?? null}::timestamptz,
      ${c.now.toISOString()}::timestamptz, ${c.now.toISOString()}::timestamptz)
    ON CONFLICT (id) DO NOTHING`
  return inserted === 1
}

export async function findCase(sql: Sql, id: string): Promise<DisputeCase | null> {
  const [row] = await sql.$queryRaw<Row[]>`
    SELECT id, challenge_id::text, deal_id, opener_role, reason, document, status, roster_epoch, k, m, round,
      seed_block::text, block_hash, seed, excluded, outcome, opened_at, ended_at, created_at
    FROM cases WHERE id = ${id}::text`
  return row ? toCase(row) : null
}

/** The case of a challenge that counts: the open one, else one that is over, else the newest that was only prepared. */
export async function findCaseOf(sql: Sql, challengeId: string): Promise<DisputeCase | null> {
  const [row] = await sql.$queryRaw<Row[]>`
    SELECT id, challenge_id::text, deal_id, opener_role, reason, document, status, roster_epoch, k, m, round,
      seed_block::text, block_hash, seed, excluded, outcome, opened_at, ended_at, created_at
    FROM cases WHERE challenge_id = ${challengeId}::uuid
    ORDER BY array_position(ARRAY['OPEN', 'DECIDED', 'EXPIRED', 'WITHDRAWN', 'PREPARED'], status), created_at DESC
    LIMIT 1`
  return row ? toCase(row) : null
}

/** The case a party may still add to: the open one, or the one they prepared; `id` names one of them. */
export async function findCaseToAdd(
  sql: Sql,
  { challengeId, role, id }: { challengeId: string; role: Party; id: string | null },
): Promise<DisputeCase | null> {
  const [row] = await sql.$queryRaw<Row[]>`
    SELECT id, challenge_id::text, deal_id, opener_role, reason, document, status, roster_epoch, k, m, round,
      seed_block::text, block_hash, seed, excluded, outcome, opened_at, ended_at, created_at
    FROM cases
    WHERE challenge_id = ${challengeId}::uuid AND (${id}::text IS NULL OR id = ${id}::text)
      AND (status = 'OPEN' OR status = 'PREPARED' AND opener_role = ${role}::text)
    ORDER BY status = 'OPEN' DESC, created_at DESC LIMIT 1`
  return row ? toCase(row) : null
}

/** Open unbonded cases with a panel that wait for a draw: their first, or one that replaces silent members. */
export async function listUndrawn(sql: Sql, limit: number): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ id: Hex }[]>`
    SELECT id FROM cases
    WHERE status = 'OPEN' AND deal_id IS NULL AND m > 0 AND block_hash IS NULL
    ORDER BY created_at LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}

/** Open unbonded cases whose members have sat since before `since` in the first round. */
export async function listSilent(sql: Sql, since: Date, limit: number): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ id: Hex }[]>`
    SELECT c.id FROM cases c
    WHERE c.status = 'OPEN' AND c.deal_id IS NULL AND c.round = 0 AND c.block_hash IS NOT NULL
      AND EXISTS (SELECT 1 FROM committee_seats s WHERE s.subject_kind = 'case' AND s.subject_id = c.id
        AND s.round = 0 AND s.created_at <= ${since.toISOString()}::timestamptz)
    ORDER BY c.created_at LIMIT ${limit}::int`
  return rows.map(({ id }) => id)
}

/** A later block is to draw anew for those who were silent. False when another did it first. */
export async function awaitBlock(sql: Sql, id: Hex, block: number, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE cases SET seed_block = ${block}::bigint, block_hash = NULL, updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::text AND status = 'OPEN' AND round = 0 AND block_hash IS NOT NULL`
  return changed === 1
}

/** Another block is to draw instead of the one named before. */
export async function renameBlock(sql: Sql, { id, seedBlock }: DisputeCase, block: number): Promise<void> {
  await sql.$executeRaw`
    UPDATE cases SET seed_block = ${block}::bigint
    WHERE id = ${id}::text AND status = 'OPEN' AND block_hash IS NULL AND seed_block = ${seedBlock}::bigint`
}

export type DrawnRound = {
  round: number
  k: number
  m: number
  seedBlock: number
  blockHash: Hex
  seed: Hex
  seats: readonly { member: Hex; attempt: number }[]
}

/** Seats the members of a round. False when the case does not wait for a draw any more. */
export async function saveRound(sql: Sql, id: Hex, drawn: DrawnRound, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const changed = await sql.$executeRaw`
    UPDATE cases SET round = ${drawn.round}::int, k = ${drawn.k}::int, m = ${drawn.m}::int,
      seed_block = ${drawn.seedBlock}::bigint, block_hash = ${drawn.blockHash}::text, seed = ${drawn.seed}::text,
      updated_at = ${at}::timestamptz
    WHERE id = ${id}::text AND status = 'OPEN' AND block_hash IS NULL`
  if (changed !== 1) return false

  for (const [seat, { member, attempt }] of drawn.seats.entries()) {
    await sql.$executeRaw`
      INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt, created_at)
      VALUES ('case', ${id}::text, ${drawn.round}::int, ${seat}::int, ${member}::text, ${attempt}::int,
        ${at}::timestamptz)`
  }
  return true
}

/** Every seat of a case, round by round. Those of a bonded one are the deal's, as the chain tells them. */
export async function listSeats(sql: Sql, { id, dealId }: Pick<DisputeCase, 'id' | 'dealId'>): Promise<CaseSeat[]> {
  const rows = await sql.$queryRaw<(Omit<CaseSeat, 'createdAt'> & { created_at: Date })[]>`
    SELECT round, seat, member, attempt, created_at FROM committee_seats
    WHERE subject_kind = 'case' AND (subject_id = ${id}::text OR subject_id = ${dealId}::text)
    ORDER BY round, seat`
  return rows.map(({ created_at, ...row }) => ({ ...row, createdAt: created_at }))
}

/** Stores a vote. False when the member has voted in that round. */
export async function insertVote(sql: Sql, caseId: Hex, vote: CaseVote): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO case_votes (id, case_id, round, member, outcome, domain, message, signature, signature_hash, created_at)
    VALUES (${newId()}::uuid, ${caseId}::text, ${vote.round}::int, ${vote.member}::text, ${vote.outcome}::text,
      ${JSON.stringify(vote.domain)}::jsonb, ${JSON.stringify(vote.message)}::jsonb, ${vote.signature}::text,
      ${vote.signatureHash}::text, ${vote.createdAt.toISOString()}::timestamptz)
    ON CONFLICT (case_id, round, member) DO NOTHING`
  return inserted === 1
}

/** The votes of a case, of one round or of all, in the order they were cast. */
export async function selectVotes(sql: Sql, caseId: string, round: number | null): Promise<CaseVote[]> {
  const rows = await sql.$queryRaw<VoteRow[]>`
    SELECT round, member, outcome, domain, message, signature, signature_hash, created_at FROM case_votes
    WHERE case_id = ${caseId}::text AND (${round}::int IS NULL OR round = ${round}::int)
    ORDER BY created_at, id`
  return rows.map(({ signature_hash, created_at, ...row }) => ({
    ...row,
    signatureHash: signature_hash,
    createdAt: created_at,
  }))
}

/** Closes the case of a challenge that ended; what was only prepared came to nothing. */
export async function endCases(
  sql: Sql,
  challengeId: string,
  ending: { status: Exclude<CaseStatus, 'PREPARED' | 'OPEN'>; outcome: Outcome | null; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    UPDATE cases SET
      status = CASE WHEN status = 'OPEN' THEN ${ending.status}::text ELSE 'WITHDRAWN' END,
      outcome = CASE WHEN status = 'OPEN' THEN ${ending.outcome}::text ELSE NULL END,
      ended_at = ${ending.now.toISOString()}::timestamptz, updated_at = ${ending.now.toISOString()}::timestamptz
    WHERE challenge_id = ${challengeId}::uuid AND status IN ('OPEN', 'PREPARED')`
}

/** The reasons this user wrote are gone; their hashes stay. */
export async function eraseReasons(sql: Sql, userId: string): Promise<void> {
  await sql.$executeRaw`
    UPDATE cases SET reason = NULL FROM challenges c
    WHERE c.id = cases.challenge_id AND reason IS NOT NULL
      AND ${userId}::uuid = CASE opener_role WHEN 'creator' THEN c.creator_user_id ELSE c.counterparty_user_id END`
}

export type SeatOf = {
  caseId: Hex
  challengeId: string
  title: string
  mode: Mode
  /** The challenge's. */
  deadlineAt: Date | null
  status: CaseStatus
  round: number
  seat: number
  member: Hex
  outcome: Outcome | null
  votedAt: Date | null
  openedAt: Date | null
  seatedAt: Date
}

/** The seats of these members in the present round of their cases, the newest first. */
export async function listSeatsOf(
  sql: Sql,
  members: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Promise<SeatOf[]> {
  return sql.$queryRaw<SeatOf[]>`
    SELECT c.id AS "caseId", c.challenge_id::text AS "challengeId", h.title, h.mode, h.deadline_at AS "deadlineAt", c.status, c.round, s.seat, s.member,
      v.outcome, v.created_at AS "votedAt", c.opened_at AS "openedAt", s.created_at AS "seatedAt"
    FROM committee_seats s
    JOIN cases c ON s.subject_id IN (c.id, c.deal_id) AND s.round = c.round AND c.status <> 'PREPARED'
    JOIN challenges h ON h.id = c.challenge_id
    LEFT JOIN LATERAL (
      SELECT outcome, created_at FROM case_votes
      WHERE case_id = c.id AND member = s.member AND (c.deal_id IS NULL OR round = c.round)
      ORDER BY created_at DESC LIMIT 1
    ) AS v ON true
    WHERE s.member = ANY(${members}::text[]) AND s.subject_kind = 'case'
      AND (${before?.id ?? null}::text IS NULL
        OR (s.created_at, c.id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::text))
    ORDER BY s.created_at DESC, c.id DESC LIMIT ${limit}::int`
}

type Row = {
  id: Hex
  challenge_id: string
  deal_id: Hex | null
  opener_role: Party
  reason: string | null
  document: Case
  status: CaseStatus
  roster_epoch: number | null
  k: number
  m: number
  round: number
  seed_block: string | null
  block_hash: Hex | null
  seed: Hex | null
  excluded: Exclusion[]
  outcome: Outcome | null
  opened_at: Date | null
  ended_at: Date | null
  created_at: Date
}

type VoteRow = Omit<CaseVote, 'signatureHash' | 'createdAt'> & { signature_hash: Hex; created_at: Date }

function toCase(row: Row): DisputeCase {
  return {
    id: row.id,
    challengeId: row.challenge_id,
    dealId: row.deal_id,
    openerRole: row.opener_role,
    reason: row.reason,
    document: row.document,
    status: row.status,
    rosterEpoch: row.roster_epoch,
    k: row.k,
    m: row.m,
    round: row.round,
    seedBlock: row.seed_block === null ? null : Number(row.seed_block),
    blockHash: row.block_hash,
    seed: row.seed,
    excluded: row.excluded,
    outcome: row.outcome,
    openedAt: row.opened_at,
    endedAt: row.ended_at,
    createdAt: row.created_at,
  }
}
