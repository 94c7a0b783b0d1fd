import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { SignedSettle } from '../calls'
import { ZERO_ADDRESS } from '../deal'
import type { KeeperFacts, PlannedCall, Purpose, Signer, Vote } from './plan-calls'

/** Calls the desk makes for everybody's good, and what it needs to know to plan them. */

/**
 * PENDING: to be sent. SENT: signed and stored, perhaps in a block. DONE: the chain shows its effect, confirmed. DROPPED:
 * nobody needs it any more. FAILED: the contract refused it again and again.
 */
export type CallState = 'PENDING' | 'SENT' | 'DONE' | 'DROPPED' | 'FAILED'

export type KeeperCall = {
  id: string
  chainId: number
  purpose: Purpose
  deal: Hex
  key: string
  to: Hex
  data: Hex
  state: CallState
  tries: number
  runAfter: Date
  updatedAt: Date
}

type Row = {
  id: string
  chain_id: number
  purpose: Purpose
  deal: Hex
  key: string
  to: Hex
  data: Hex
  state: CallState
  tries: number
  run_after: Date
  updated_at: Date
}

export async function findCall(sql: Sql, id: string): Promise<KeeperCall | null> {
  const [row] = await sql.$queryRaw<Row[]>`
    SELECT id::text, chain_id, purpose, deal, key, "to", data, state, tries, run_after, updated_at
    FROM chain_calls WHERE id = ${id}::uuid`
  return row ? toCall(row) : null
}

/** Every call of a deal, oldest first, locked to the end of the transaction: two planners become one after the other. */
export async function lockCalls(tx: Sql, dealId: Hex): Promise<KeeperCall[]> {
  await tx.$queryRaw`SELECT 1 FROM deals WHERE id = ${dealId}::text FOR NO KEY UPDATE`
  const rows = await tx.$queryRaw<Row[]>`
    SELECT id::text, chain_id, purpose, deal, key, "to", data, state, tries, run_after, updated_at
    FROM chain_calls WHERE deal = ${dealId}::text ORDER BY created_at, id FOR UPDATE`
  return rows.map(toCall)
}

export function isUnderWay({ state }: Pick<KeeperCall, 'state'>): boolean {
  return state === 'PENDING' || state === 'SENT'
}

/** Calls of a deal that are under way. */
export async function listUnderWay(sql: Sql, dealId: Hex): Promise<{ id: string; key: string }[]> {
  return sql.$queryRaw<{ id: string; key: string }[]>`
    SELECT id::text, key FROM chain_calls WHERE deal = ${dealId}::text AND state IN ('PENDING', 'SENT')`
}

/** Why a call failed that the contract took when it was asked, and not in the block: its gas was paid for nothing. */
export const REVERTED_IN_BLOCK = 'reverted in its block'
const MOST_WASTED = 3

/**
 * What is not planned for a deal: keys of calls that failed since `failed`, and whole purposes of which too many were paid
 * for nothing since `wasted`, so that signing again and again does not cost the desk without end.
 */
export async function listRefused(sql: Sql, dealId: Hex, since: { failed: Date; wasted: Date }): Promise<Set<string>> {
  const rows = await sql.$queryRaw<{ refused: string }[]>`
    SELECT key AS refused FROM chain_calls
    WHERE deal = ${dealId}::text AND state = 'FAILED' AND updated_at > ${since.failed.toISOString()}::timestamptz
    UNION
    SELECT purpose FROM chain_calls
    WHERE deal = ${dealId}::text AND state = 'FAILED' AND error = ${REVERTED_IN_BLOCK}::text
      AND updated_at > ${since.wasted.toISOString()}::timestamptz
    GROUP BY purpose HAVING count(*) >= ${MOST_WASTED}::int`
  return new Set(rows.map(({ refused }) => refused))
}

type Placed = { chainId: number; deal: Hex }

/** The intent: the call is to be made. Made before and taken back by the chain, it is to be made again. Answers its id. */
export async function upsertCall(tx: Sql, { chainId, deal }: Placed, call: PlannedCall, now: Date): Promise<string> {
  const at = now.toISOString()
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    INSERT INTO chain_calls (id, chain_id, purpose, deal, key, "to", data, state, run_after, created_at, updated_at)
    VALUES (${newId()}::uuid, ${chainId}::int, ${call.purpose}::text, ${deal}::text, ${call.key}::text, ${call.to}::text,
      ${call.data}::text, 'PENDING', ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)
    ON CONFLICT (chain_id, key) DO UPDATE SET
      data = excluded.data,
      state = CASE WHEN chain_calls.state IN ('PENDING', 'SENT') THEN chain_calls.state ELSE 'PENDING' END,
      tries = CASE WHEN chain_calls.state IN ('PENDING', 'SENT') THEN chain_calls.tries ELSE 0 END,
      run_after = CASE WHEN chain_calls.state IN ('PENDING', 'SENT')
        THEN least(chain_calls.run_after, excluded.run_after + interval '60 seconds') ELSE excluded.run_after END,
      updated_at = excluded.updated_at
    RETURNING id::text`
  if (!row) throw new Error('A call was not stored')
  return row.id
}

/** Ends calls that are under way. */
export async function endCall(sql: Sql, id: string, state: 'DONE' | 'DROPPED' | 'FAILED', now: Date): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_calls SET state = ${state}::text, updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state IN ('PENDING', 'SENT')`
}

/** A transaction for it is signed and stored. False when it was ended meanwhile. */
export async function markSent(sql: Sql, id: string, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE chain_calls SET state = 'SENT', updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state IN ('PENDING', 'SENT')`
  return changed === 1
}

/** Not to be looked at before then; `error` and the number of tries when the contract or the chain refused it. */
export async function postpone(
  sql: Sql,
  id: string,
  next: { runAfter: Date; now: Date; refusal?: { tries: number; error: string } },
): Promise<void> {
  const { refusal } = next
  await sql.$executeRaw`
    UPDATE chain_calls SET run_after = ${next.runAfter.toISOString()}::timestamptz,
      tries = coalesce(${refusal?.tries ?? null}::int, tries), error = coalesce(${refusal?.error ?? null}::text, error),
      updated_at = ${next.now.toISOString()}::timestamptz
    WHERE id = ${id}::uuid AND state IN ('PENDING', 'SENT')`
}

/** Calls whose next look is due. */
export async function listDueCallIds(sql: Sql, now: Date, take: number): Promise<string[]> {
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id::text FROM chain_calls
    WHERE state IN ('PENDING', 'SENT') AND run_after <= ${now.toISOString()}::timestamptz
    ORDER BY run_after LIMIT ${take}::int`
  return rows.map(({ id }) => id)
}

/** A round that decides was written in its window; the desk may see it so much later. */
const FEED_LAG_SECONDS = 60 * 60
/** After that providers may have been away: it is looked for in so many of all sweeps, every few minutes, until the end. */
const LATE_FEED_SHARE = 0.02

/**
 * Deals for which the desk could call something now, though nobody may have said so: a deadline of the chain has passed, a
 * panel is incomplete or has decided, both have signed the same, or a round of the feed may be there. It makes no
 * difference that the desk holds a deal for ended when the chain, after a reorganisation, no longer does. In no order, so
 * that none waits behind others for ever.
 */
export async function listDueDeals(
  sql: Sql,
  chainIds: readonly number[],
  now: Date,
  take: number,
): Promise<{ id: string; chainId: number }[]> {
  const at = now.toISOString()
  return sql.$queryRaw<{ id: string; chainId: number }[]>`
    SELECT d.id, d.chain_id AS "chainId"
    FROM deals d
    WHERE d.chain_id = ANY(${chainIds}::int[]) AND d.state IN ('OPEN', 'JOINED', 'DISPUTED') AND (
      d.state = 'OPEN' AND d.join_by < ${at}::timestamptz
      OR d.state = 'JOINED' AND (
        d.settle_by < ${at}::timestamptz
        OR d.respond_by < ${at}::timestamptz AND (d.creator_response IS NULL OR d.counterparty_response IS NULL))
      OR d.state = 'DISPUTED' AND (
        d.dispute_until < ${at}::timestamptz
        OR d.seed_block > 0 AND (
          d.seed IS NULL
          OR d.round = 0 AND d.disputed_at + interval '24 hours' <= ${at}::timestamptz
          OR (d.document #>> '{panel,m}')::int > (
            SELECT count(*) FROM committee_seats s
            WHERE s.subject_kind = 'case' AND s.round = d.round
              AND s.subject_id IN (SELECT id FROM cases WHERE deal_id = d.id UNION SELECT d.id))
          OR (d.document #>> '{panel,k}')::int <= (
            SELECT coalesce(max(votes), 0) FROM (
              SELECT count(*) AS votes FROM case_votes v JOIN cases k ON k.id = v.case_id
              WHERE k.deal_id = d.id AND v.round = d.round GROUP BY v.outcome) AS counted)))
      OR d.state <> 'OPEN' AND d.seen_state <> 'ENDED' AND (
        EXISTS (
          SELECT 1 FROM offers a JOIN offers b ON b.challenge_id = a.challenge_id AND b.role = 'counterparty'
          WHERE a.challenge_id = d.challenge_id AND a.role = 'creator'
            AND a.primary_type = 'Settle' AND b.primary_type = 'Settle'
            AND a.message->>'outcome' = b.message->>'outcome' AND a.message->>'toCreator' = b.message->>'toCreator'
            AND (a.closed_at IS NULL OR a.closed_why IN ('used', 'ended')) AND a.valid_until > ${at}::timestamptz
            AND (b.closed_at IS NULL OR b.closed_why IN ('used', 'ended')) AND b.valid_until > ${at}::timestamptz)
        OR EXISTS (
          SELECT 1 FROM offers o
          WHERE o.challenge_id = d.challenge_id AND o.role = 'moderator' AND o.primary_type = 'Settle'
            AND (o.closed_at IS NULL OR o.closed_why IN ('used', 'ended')) AND o.valid_until > ${at}::timestamptz)
        OR d.document #>> '{oracle,feed}' <> ${ZERO_ADDRESS}
          AND extract(epoch FROM ${at}::timestamptz) >= (d.document #>> '{oracle,notBefore}')::float8
          AND (random() < ${LATE_FEED_SHARE}::float8
            OR extract(epoch FROM ${at}::timestamptz) <= (d.document #>> '{oracle,notBefore}')::float8
              + (d.document #>> '{oracle,maxAge}')::float8 + ${FEED_LAG_SECONDS}::float8)))
    ORDER BY random() LIMIT ${take}::int`
}

/** The newest Settle of each signer that was not taken back or replaced. One that ended the challenge counts: the chain may forget. */
export async function listOffers(sql: Sql, challengeId: string): Promise<KeeperFacts['offers']> {
  const rows = await sql.$queryRaw<(SignedSettle & { role: Signer })[]>`
    SELECT DISTINCT ON (role) role, message, signature FROM offers
    WHERE challenge_id = ${challengeId}::uuid AND primary_type = 'Settle'
      AND (closed_at IS NULL OR closed_why IN ('used', 'ended'))
    ORDER BY role, created_at DESC, id DESC`
  return Object.fromEntries(rows.map(({ role, message, signature }) => [role, { message, signature }]))
}

/** The votes on a deal's case in a round, in the order they came. */
export async function listDealVotes(sql: Sql, dealId: Hex, round: number): Promise<Vote[]> {
  return sql.$queryRaw<Vote[]>`
    SELECT v.member, v.outcome, v.signature FROM case_votes v JOIN cases c ON c.id = v.case_id
    WHERE c.deal_id = ${dealId}::text AND v.round = ${round}::int ORDER BY v.created_at, v.id`
}

/** The hour whose roster the panel of a challenge is drawn from, null without one. */
export async function findPanelEpoch(sql: Sql, challengeId: string): Promise<number | null> {
  const [row] = await sql.$queryRaw<{ epoch: number | null }[]>`
    SELECT (resolution #>> '{panel,epoch}')::int AS epoch FROM challenges WHERE id = ${challengeId}::uuid`
  return row?.epoch ?? null
}

function toCall(row: Row): KeeperCall {
  return {
    id: row.id,
    chainId: row.chain_id,
    purpose: row.purpose,
    deal: row.deal,
    key: row.key,
    to: row.to,
    data: row.data,
    state: row.state,
    tries: row.tries,
    runAfter: row.run_after,
    updatedAt: row.updated_at,
  }
}
