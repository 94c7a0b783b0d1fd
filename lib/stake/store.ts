import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { DealState } from './chain-news'
import { type Deal, type DealJson, fromDealJson, toDealJson } from './deal'
import { enqueueFollow } from './enqueue-follow'

/** Deals and stakes in the database; what following them writes is in follow-store.ts. */

/** A deal as it was agreed, and what the chain says of it. Its state rests on confirmed logs, `seenState` on the newest. */
export type DealRow = {
  id: Hex
  challengeId: string
  chainId: number
  escrow: Hex
  deal: Deal
  seenState: DealState
  state: DealState
  disputedAt: Date | null
  disputeUntil: Date | null
  round: number
  /** null before a dispute, 0 in a dispute without a panel. */
  seedBlock: bigint | null
  seed: Hex | null
  nextAttempt: number
  creatorResponse: Hex | null
  counterpartyResponse: Hex | null
  /** How it ended on chain: an outcome, SPLIT or EXPIRED. */
  ending: string | null
  decider: string | null
  endedTx: Hex | null
  endedAt: Date | null
  createdAt: Date
}

export type NewDeal = { id: Hex; challengeId: string; chainId: number; escrow: Hex; deal: Deal }

/** Logs that are being stored while a deal is do not see it, nor it them: by then both do. */
const STORED_SECONDS = 10

/**
 * Stores what was agreed; the same again changes nothing. Should its creator have opened it before the desk heard of it,
 * its logs are here already and are followed now, or will be in a moment.
 */
export async function insertDeal(tx: Sql, { id, challengeId, chainId, escrow, deal }: NewDeal): Promise<void> {
  await tx.$executeRaw`
    INSERT INTO deals (id, challenge_id, chain_id, escrow, document, token, join_by, respond_by, settle_by)
    VALUES (${id}::text, ${challengeId}::uuid, ${chainId}::int, ${escrow}::text,
      ${JSON.stringify(toDealJson(deal))}::jsonb, ${deal.token}::text,
      to_timestamp(${Number(deal.joinBy)}::float8),
      to_timestamp(nullif(${Number(deal.respondBy)}::float8, 0)),
      to_timestamp(${Number(deal.settleBy)}::float8))
    ON CONFLICT (id) DO NOTHING`

  const known = await tx.$queryRaw<unknown[]>`SELECT 1 FROM chain_events WHERE deal = ${id}::text LIMIT 1`
  await enqueueFollow(tx, id, known.length > 0 ? {} : { delaySeconds: STORED_SECONDS })
}

/** The deal with this id or of this challenge, null when there is none. */
export async function findDeal(sql: Sql, by: { dealId: string } | { challengeId: string }): Promise<DealRow | null> {
  const dealId = 'dealId' in by ? by.dealId : null
  const challengeId = 'challengeId' in by ? by.challengeId : null
  const [row] = await sql.$queryRaw<Row[]>`
    SELECT id, challenge_id::text, chain_id, escrow, document, seen_state, state, disputed_at, dispute_until, round,
      seed_block::text, seed, next_attempt, creator_response, counterparty_response, ending, decider, ended_tx, ended_at,
      created_at
    FROM deals WHERE id = ${dealId}::text OR challenge_id = ${challengeId}::uuid`
  return row ? toDealRow(row) : null
}

/** What the chain says of one deposit or fee. */
export type StakeRow = {
  kind: StakeKind
  party: Hex
  role: 'creator' | 'counterparty'
  /** Zero address: the chain's coin. */
  token: Hex
  amount: bigint
  status: StakeStatus
  txHash: Hex
  blockNumber: bigint
  blockHash: Hex
  blockTime: Date
  confirmed: boolean
  endedTx: Hex | null
}

export type StakeKind = 'HONESTY_BOND' | 'BASE' | 'DISPUTE_FEE'
/** PENDING: seen. HELD: confirmed. The other three: how it left, confirmed. */
export type StakeStatus = 'PENDING' | 'HELD' | 'RELEASED' | 'REFUNDED' | 'SLASHED'

/** The stakes of a challenge: bonds first, the creator's first. */
export async function listStakeRows(sql: Sql, challengeId: string): Promise<StakeRow[]> {
  const rows = await sql.$queryRaw<StakeColumns[]>`
    SELECT kind, party, role, token, amount::text, status, tx_hash, block_number::text, block_hash, block_time,
      confirmed_at IS NOT NULL AS confirmed, ended_tx
    FROM stakes WHERE challenge_id = ${challengeId}::uuid
    ORDER BY array_position(ARRAY['HONESTY_BOND', 'BASE', 'DISPUTE_FEE'], kind), role = 'counterparty'`
  return rows.map((row) => ({
    kind: row.kind,
    party: row.party,
    role: row.role,
    token: row.token,
    amount: BigInt(row.amount),
    status: row.status,
    txHash: row.tx_hash,
    blockNumber: BigInt(row.block_number),
    blockHash: row.block_hash,
    blockTime: row.block_time,
    confirmed: row.confirmed,
    endedTx: row.ended_tx,
  }))
}

type Row = {
  id: Hex
  challenge_id: string
  chain_id: number
  escrow: Hex
  document: DealJson
  seen_state: DealState
  state: DealState
  disputed_at: Date | null
  dispute_until: Date | null
  round: number
  seed_block: string | null
  seed: Hex | null
  next_attempt: number
  creator_response: Hex | null
  counterparty_response: Hex | null
  ending: string | null
  decider: string | null
  ended_tx: Hex | null
  ended_at: Date | null
  created_at: Date
}

type StakeColumns = {
  kind: StakeKind
  party: Hex
  role: 'creator' | 'counterparty'
  token: Hex
  amount: string
  status: StakeStatus
  tx_hash: Hex
  block_number: string
  block_hash: Hex
  block_time: Date
  confirmed: boolean
  ended_tx: Hex | null
}

function toDealRow(row: Row): DealRow {
  return {
    id: row.id,
    challengeId: row.challenge_id,
    chainId: row.chain_id,
    escrow: row.escrow,
    deal: fromDealJson(row.document),
    seenState: row.seen_state,
    state: row.state,
    disputedAt: row.disputed_at,
    disputeUntil: row.dispute_until,
    round: row.round,
    seedBlock: row.seed_block === null ? null : BigInt(row.seed_block),
    seed: row.seed,
    nextAttempt: row.next_attempt,
    creatorResponse: row.creator_response,
    counterpartyResponse: row.counterparty_response,
    ending: row.ending,
    decider: row.decider,
    endedTx: row.ended_tx,
    endedAt: row.ended_at,
    createdAt: row.created_at,
  }
}
