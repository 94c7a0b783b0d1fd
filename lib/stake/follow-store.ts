import type { EscrowEvent } from '@/lib/chain/escrow-log'
import type { Sql } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import type { Hex } from '@/lib/proof/hash'
import type { DealLog, FoldedDeal, Seat } from './fold-deal'
import { type DealRow, findDeal, type StakeRow } from './store'

/** What following a deal reads and writes: its logs, and the rows that are brought to what they say. */

/** The challenge of a deal, null when there is no such deal here. */
export async function findChallengeOf(sql: Sql, dealId: string): Promise<string | null> {
  const [row] = await sql.$queryRaw<{ challenge_id: string }[]>`
    SELECT challenge_id::text FROM deals WHERE id = ${dealId}::text`
  return row?.challenge_id ?? null
}

/** The deal, its row held to the end of the transaction. */
export async function lockDeal(tx: Sql, dealId: string): Promise<DealRow> {
  await tx.$queryRaw`SELECT 1 FROM deals WHERE id = ${dealId}::text FOR UPDATE`
  const row = await findDeal(tx, { dealId })
  if (!row) throw new Error('A deal was deleted')
  return row
}

/** Every log of a deal that is on the chain, in its order. */
export async function listDealLogs(sql: Sql, { id, chainId, escrow }: DealRow): Promise<DealLog[]> {
  const rows = await sql.$queryRaw<LogColumns[]>`
    SELECT name, deal, args, block_number::text, block_hash, block_time, tx_hash, log_index
    FROM chain_events
    WHERE chain_id = ${chainId}::int AND address = ${escrow}::text AND deal = ${id}::text AND canonical
    ORDER BY chain_events.block_number, log_index`
  return rows.map(({ name, deal, args, ...row }) => ({
    ...({ name, deal, args } as EscrowEvent),
    blockNumber: BigInt(row.block_number),
    blockHash: row.block_hash,
    blockTime: row.block_time,
    txHash: row.tx_hash,
    logIndex: row.log_index,
  }))
}

/** Up to which block the logs of a contract are confirmed; -1 before any was read. */
export async function findConfirmedNumber(sql: Sql, { chainId, escrow }: DealRow): Promise<bigint> {
  const [row] = await sql.$queryRaw<{ confirmed: string }[]>`
    SELECT confirmed_number::text AS confirmed FROM chain_cursors
    WHERE chain_id = ${chainId}::int AND address = ${escrow}::text`
  return BigInt(row?.confirmed ?? -1)
}

/** Brings the deal's row to what was folded. */
export async function saveDealState(tx: Sql, dealId: string, news: FoldedDeal, now: Date): Promise<void> {
  const { dispute, responses, ending } = news
  await tx.$executeRaw`
    UPDATE deals SET
      seen_state = ${news.seen}::text, state = ${news.confirmed}::text,
      disputed_at = ${dispute?.openedAt.toISOString() ?? null}::timestamptz,
      dispute_until = ${dispute?.until.toISOString() ?? null}::timestamptz,
      round = ${dispute?.round ?? 0}::int, seed_block = ${dispute?.seedBlock.toString() ?? null}::bigint,
      seed = ${dispute?.seed ?? null}::text, next_attempt = ${dispute?.nextAttempt ?? 0}::int,
      creator_response = ${responses.creator}::text, counterparty_response = ${responses.counterparty}::text,
      ending = ${ending && endingName(ending)}::text, decider = ${ending?.decider ?? null}::text,
      ended_tx = ${ending?.txHash ?? null}::text, ended_at = ${ending?.at.toISOString() ?? null}::timestamptz,
      updated_at = ${now.toISOString()}::timestamptz
    WHERE id = ${dealId}::text`
}

function endingName({ kind, outcome }: NonNullable<FoldedDeal['ending']>): string {
  if (kind === 'split') return 'SPLIT'
  return kind === 'expired' ? 'EXPIRED' : outcome
}

/** Brings the stakes of a deal to exactly these rows. Of a deposit that is on the chain no more, nothing stays. */
export async function saveStakes(tx: Sql, deal: DealRow, rows: readonly StakeRow[], now: Date): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM stakes WHERE chain_id = ${deal.chainId}::int AND escrow = ${deal.escrow}::text AND deal = ${deal.id}::text
      AND NOT EXISTS (
        SELECT 1 FROM unnest(${rows.map((row) => row.kind)}::text[], ${rows.map((row) => row.party)}::text[])
          AS kept (kind, party)
        WHERE kept.kind = stakes.kind AND kept.party = stakes.party)`
  for (const row of rows) await putStake(tx, deal, row, now)
}

async function putStake(tx: Sql, deal: DealRow, row: StakeRow, now: Date): Promise<void> {
  const confirmedAt = row.confirmed ? now.toISOString() : null
  await tx.$executeRaw`
    INSERT INTO stakes (id, challenge_id, chain_id, escrow, deal, kind, party, role, token, amount, status, tx_hash,
      block_number, block_hash, block_time, confirmed_at, ended_tx, created_at, updated_at)
    VALUES (${newId()}::uuid, ${deal.challengeId}::uuid, ${deal.chainId}::int, ${deal.escrow}::text, ${deal.id}::text,
      ${row.kind}::text, ${row.party}::text, ${row.role}::text, ${row.token}::text, ${row.amount.toString()}::numeric,
      ${row.status}::text, ${row.txHash}::text, ${row.blockNumber.toString()}::bigint, ${row.blockHash}::text,
      ${row.blockTime.toISOString()}::timestamptz, ${confirmedAt}::timestamptz, ${row.endedTx}::text,
      ${now.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)
    ON CONFLICT (chain_id, escrow, deal, kind, party) DO UPDATE SET
      status = excluded.status, tx_hash = excluded.tx_hash, block_number = excluded.block_number,
      block_hash = excluded.block_hash, block_time = excluded.block_time, ended_tx = excluded.ended_tx,
      confirmed_at = CASE WHEN excluded.confirmed_at IS NULL OR stakes.block_hash <> excluded.block_hash
        THEN excluded.confirmed_at ELSE coalesce(stakes.confirmed_at, excluded.confirmed_at) END,
      updated_at = excluded.updated_at
    WHERE (stakes.status, stakes.block_hash, stakes.tx_hash, stakes.ended_tx, stakes.confirmed_at IS NULL)
      IS DISTINCT FROM
      (excluded.status, excluded.block_hash, excluded.tx_hash, excluded.ended_tx, excluded.confirmed_at IS NULL)`
}

/**
 * Brings who sits in the panels of a deal to exactly these seats. They stand under the case its dispute opened, and under
 * the deal's id where the desk does not know that case: whoever pays the fee may name any on chain. Returns the new ones.
 */
export async function saveSeats(
  tx: Sql,
  deal: DealRow,
  caseHash: Hex | null,
  seats: readonly Seat[],
): Promise<{ round: number; member: Hex }[]> {
  const [known] = await tx.$queryRaw<{ id: string }[]>`
    SELECT id FROM cases WHERE id = ${caseHash}::text AND challenge_id = ${deal.challengeId}::uuid`
  const subject = known?.id ?? deal.id
  await tx.$executeRaw`
    DELETE FROM committee_seats
    WHERE subject_kind = 'case'
      AND subject_id IN (SELECT id FROM cases WHERE challenge_id = ${deal.challengeId}::uuid UNION SELECT ${deal.id}::text)
      AND NOT (subject_id = ${subject}::text AND EXISTS (
        SELECT 1 FROM unnest(${seats.map((seat) => seat.round)}::int[], ${seats.map((seat) => seat.seat)}::int[],
          ${seats.map((seat) => seat.member)}::text[]) AS kept (round, seat, member)
        WHERE (kept.round, kept.seat, kept.member) = (committee_seats.round, committee_seats.seat, committee_seats.member)))`
  return await tx.$queryRaw<{ round: number; member: Hex }[]>`
    INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt)
    SELECT 'case', ${subject}::text, * FROM unnest(${seats.map((seat) => seat.round)}::int[],
      ${seats.map((seat) => seat.seat)}::int[], ${seats.map((seat) => seat.member)}::text[],
      ${seats.map((seat) => seat.attempt)}::int[])
    ON CONFLICT (subject_kind, subject_id, round, seat) DO NOTHING
    RETURNING round, member`
}

type LogColumns = {
  name: string
  deal: Hex
  args: unknown
  block_number: string
  block_hash: Hex
  block_time: Date
  tx_hash: Hex
  log_index: number
}
