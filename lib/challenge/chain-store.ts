import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { ChainDispute, DealState } from '@/lib/stake/chain-news'
import { type DealJson, fromDealJson } from '@/lib/stake/deal'
import type { StakeRow } from '@/lib/stake/list-stakes'
import type { CaseRef, OnChain } from './challenge'
import type { Party } from './state'

/** What bonds and disputes add to challenges in the database: read in one go for as many as a list holds. */
export type Standing = { onChain: OnChain | null; cases: CaseRef[] }

export const NO_STANDING: Standing = { onChain: null, cases: [] }

type Asked = { id: string; dealId: string | null; status: string; acceptedAt: Date | null }

/** By challenge id. Those without a deal that cannot have been disputed cost nothing. */
export async function loadStandings(sql: Sql, challenges: readonly Asked[]): Promise<Map<string, Standing>> {
  const ids = challenges.filter(mayHaveMore).map(({ id }) => id)
  if (ids.length === 0) return new Map()

  const rows = await sql.$queryRaw<Row[]>`
    SELECT asked.id::text, d.chain_id, d.escrow, d.document, d.seen_state, d.state, d.join_by, d.respond_by, d.settle_by,
      d.dispute_until, d.creator_response, d.counterparty_response,
      coalesce((SELECT json_agg(json_build_object(
          'kind', s.kind, 'party', s.party, 'role', s.role, 'token', s.token, 'amount', s.amount::text,
          'status', s.status, 'txHash', s.tx_hash, 'blockNumber', s.block_number::text, 'blockHash', s.block_hash,
          'blockTime', extract(epoch FROM s.block_time) * 1000, 'confirmed', s.confirmed_at IS NOT NULL,
          'endedTx', s.ended_tx)
          ORDER BY array_position(ARRAY['HONESTY_BOND', 'BASE', 'DISPUTE_FEE'], s.kind), s.role = 'counterparty')
        FROM stakes s WHERE s.challenge_id = asked.id AND s.deal = d.id), '[]') AS stakes,
      coalesce((SELECT json_agg(json_build_object('id', c.id, 'openerRole', c.opener_role, 'status', c.status)
          ORDER BY c.created_at DESC)
        FROM cases c WHERE c.challenge_id = asked.id AND (c.status = 'PREPARED' OR c.opened_at IS NOT NULL)), '[]') AS cases
    FROM unnest(${ids}::uuid[]) AS asked(id) LEFT JOIN deals d ON d.challenge_id = asked.id`
  return new Map(rows.map((row) => [row.id, { onChain: toOnChain(row), cases: row.cases }]))
}

function mayHaveMore({ dealId, status, acceptedAt }: Asked): boolean {
  return dealId !== null || status === 'DISPUTED' || (acceptedAt !== null && ENDED.includes(status))
}

const ENDED = ['COMPLETED', 'EXPIRED']

/** Whether a case of this id was written down for this challenge. */
export async function isCaseOf(sql: Sql, challengeId: string, id: Hex): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM cases WHERE id = ${id}::text AND challenge_id = ${challengeId}::uuid`
  return rows.length > 0
}

/**
 * Brings the case of a bonded challenge to what the chain says of its dispute: open from when that names it, with its
 * round and seed; only prepared again when the chain took the dispute back. Where the desk does not know what the chain
 * names, this is the case that stands in for it, whose id is the deal's. Cases that are over stay as they ended.
 */
export async function followCase(tx: Sql, challengeId: string, dispute: ChainDispute | null, now: Date): Promise<void> {
  const at = now.toISOString()
  const known = dispute && (await isCaseOf(tx, challengeId, dispute.caseHash)) ? dispute.caseHash : null
  await tx.$executeRaw`
    UPDATE cases SET status = CASE WHEN id = deal_id THEN 'WITHDRAWN' ELSE 'PREPARED' END, opened_at = NULL, round = 0,
      seed_block = NULL, block_hash = NULL, seed = NULL, updated_at = ${at}::timestamptz
    WHERE challenge_id = ${challengeId}::uuid AND deal_id IS NOT NULL AND status = 'OPEN'
      AND (${dispute === null}::boolean OR id <> coalesce(${known}::text, deal_id))`
  if (!dispute) return

  await tx.$executeRaw`
    UPDATE cases SET status = 'OPEN', opened_at = ${dispute.openedAt.toISOString()}::timestamptz,
      round = ${dispute.round}::int, seed_block = nullif(${dispute.seedBlock.toString()}::bigint, 0),
      block_hash = ${dispute.blockHash}::text, seed = ${dispute.seed}::text, updated_at = ${at}::timestamptz
    WHERE challenge_id = ${challengeId}::uuid AND id = coalesce(${known}::text, deal_id)
      AND (status IN ('PREPARED', 'OPEN') OR id = deal_id AND status = 'WITHDRAWN')`
}

/** The responses the log tells of. One that the chain takes back and has again is told once. */
export async function listLoggedResponses(sql: Sql, challengeId: string): Promise<{ role: Party; hash: Hex }[]> {
  return sql.$queryRaw<{ role: Party; hash: Hex }[]>`
    SELECT data->>'role' AS role, data->>'response_hash' AS hash FROM challenge_events
    WHERE challenge_id = ${challengeId}::uuid AND action = 'respond' AND actor = 'chain'`
}

export type OpenSeat = { caseId: Hex; round: number; member: string; chainId: number }

/** The seat one of `addresses` has, in the present round of a challenge's open case. Null without one. */
export async function findOpenSeat(sql: Sql, challengeId: string, addresses: string[]): Promise<OpenSeat | null> {
  const [seat] = await sql.$queryRaw<OpenSeat[]>`
    SELECT c.id AS "caseId", c.round, s.member, w.chain_id AS "chainId"
    FROM cases c
    JOIN committee_seats s ON s.subject_kind = 'case' AND s.subject_id IN (c.id, c.deal_id) AND s.round = c.round
    JOIN wallets w ON w.address = s.member AND w.unlinked_at IS NULL
    WHERE c.challenge_id = ${challengeId}::uuid AND c.status = 'OPEN' AND s.member = ANY(${addresses}::text[])
    LIMIT 1`
  return seat ?? null
}

type StakeJson = Omit<StakeRow, 'amount' | 'blockNumber' | 'blockTime'> & {
  amount: string
  blockNumber: string
  blockTime: number
}

type Row = {
  id: string
  chain_id: number | null
  escrow: Hex
  document: DealJson
  seen_state: DealState
  state: DealState
  join_by: Date
  respond_by: Date | null
  settle_by: Date
  dispute_until: Date | null
  creator_response: Hex | null
  counterparty_response: Hex | null
  stakes: StakeJson[]
  cases: CaseRef[]
}

function toOnChain(row: Row): OnChain | null {
  if (row.chain_id === null) return null
  return {
    chainId: row.chain_id,
    escrow: row.escrow,
    deal: fromDealJson(row.document),
    seen: row.seen_state,
    confirmed: row.state,
    joinBy: row.join_by,
    respondBy: row.respond_by,
    settleBy: row.settle_by,
    disputeUntil: row.dispute_until,
    responses: { creator: row.creator_response, counterparty: row.counterparty_response },
    stakes: row.stakes.map((stake) => ({
      ...stake,
      amount: BigInt(stake.amount),
      blockNumber: BigInt(stake.blockNumber),
      blockTime: new Date(stake.blockTime),
    })),
  }
}
