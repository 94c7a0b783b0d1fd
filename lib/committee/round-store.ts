import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { Exclusion } from './exclusions'
import type { Away } from './fair-due'
import type { Seated } from './redraw-seats'
import type { Round } from './round'

/** Rounds of receipts' committees, and their seats. */

export type NewRound = Pick<
  Round,
  'receiptId' | 'round' | 'kind' | 'wantedK' | 'wantedM' | 'k' | 'm' | 'rosterEpoch' | 'missing' | 'excluded' | 'dueAt'
> & { now: Date }

/** Opens a round that waits to be drawn. False when it was opened before. */
export async function insertRound(sql: Sql, r: NewRound): Promise<boolean> {
  const now = r.now.toISOString()
  const inserted = await sql.$executeRaw`
    INSERT INTO committees (receipt_id, round, kind, state, wanted_k, wanted_m, k, m, roster_epoch, missing, excluded,
      opened_at, due_at, look_at)
    VALUES (${r.receiptId}::text, ${r.round}::int, ${r.kind}::text, 'WAITING', ${r.wantedK}::int, ${r.wantedM}::int,
      ${r.k}::int, ${r.m}::int, ${r.rosterEpoch}::int, ${r.missing}::int, ${JSON.stringify(r.excluded)}::jsonb,
      ${now}::timestamptz, ${r.dueAt?.toISOString() ?? null}::timestamptz, ${now}::timestamptz)
    ON CONFLICT (receipt_id, round) DO NOTHING`
  return inserted === 1
}

/** Takes out rounds after `round` in which nobody ever sat: its members decided while others were to be drawn. */
export async function dropUnseated(sql: Sql, { receiptId, round }: Pick<Round, 'receiptId' | 'round'>): Promise<void> {
  await sql.$executeRaw`
    DELETE FROM committees
    WHERE receipt_id = ${receiptId}::text AND round > ${round}::int AND state = 'OVER' AND seated_at IS NULL`
}

/** Every round of a receipt, the first one first. */
export async function listRounds(sql: Sql, receiptId: string): Promise<Round[]> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT receipt_id AS "receiptId", round, kind, state, wanted_k AS "wantedK", wanted_m AS "wantedM", k, m,
      roster_epoch AS "rosterEpoch", missing, excluded, seed_block::text AS "seedBlock", block_hash AS "blockHash", seed,
      opened_at AS "openedAt", seated_at AS "seatedAt", due_at AS "dueAt"
    FROM committees WHERE receipt_id = ${receiptId}::text ORDER BY round`
  return rows.map(({ seedBlock, ...row }) => ({ ...row, seedBlock: seedBlock === null ? null : Number(seedBlock) }))
}

type Row = Omit<Round, 'seedBlock'> & { seedBlock: string | null }

/** The round that waits to be drawn. */
export async function findWaiting(sql: Sql, receiptId: string): Promise<Round | null> {
  const rounds = await listRounds(sql, receiptId)
  return rounds.find(({ state }) => state === 'WAITING') ?? null
}

/** Another roster is tried: what it is good for. */
export async function moveToRoster(
  sql: Sql,
  { receiptId, round }: Pick<Round, 'receiptId' | 'round'>,
  found: { rosterEpoch: number; k: number; m: number; missing: number; excluded: Exclusion[]; now: Date },
): Promise<void> {
  await sql.$executeRaw`
    UPDATE committees SET roster_epoch = ${found.rosterEpoch}::int, k = ${found.k}::int, m = ${found.m}::int,
      missing = ${found.missing}::int, excluded = ${JSON.stringify(found.excluded)}::jsonb,
      look_at = ${found.now.toISOString()}::timestamptz
    WHERE receipt_id = ${receiptId}::text AND round = ${round}::int AND state = 'WAITING'`
}

/** Names the block a round is drawn by, in place of the one named so far: the first call's stands. */
export async function nameBlock(
  sql: Sql,
  { receiptId, round, kind, rosterEpoch, seedBlock }: Round,
  block: number,
): Promise<void> {
  await sql.$executeRaw`
    UPDATE committees SET seed_block = ${block}::bigint
    WHERE receipt_id = ${receiptId}::text AND round = ${round}::int AND kind = ${kind}::text
      AND roster_epoch = ${rosterEpoch}::int AND state = 'WAITING'
      AND seed_block IS NOT DISTINCT FROM ${seedBlock}::bigint`
}

export type SeatedRound = Pick<Round, 'receiptId' | 'round' | 'k' | 'm'> & {
  seedBlock: number
  blockHash: Hex
  seed: Hex
  seats: readonly Seated[]
  dueAt: Date
  now: Date
}

/** Seats a round that waits, in place of the one before. */
export async function saveSeats(sql: Sql, r: SeatedRound): Promise<void> {
  const now = r.now.toISOString()
  const members = r.seats.map(({ member }) => member)
  const attempts = r.seats.map(({ attempt }) => attempt)
  await sql.$executeRaw`
    UPDATE committees SET state = 'OVER', due_at = NULL
    WHERE receipt_id = ${r.receiptId}::text AND round < ${r.round}::int AND state <> 'OVER'`
  await sql.$executeRaw`
    UPDATE committees SET state = 'SEATED', seed_block = ${r.seedBlock}::bigint, block_hash = ${r.blockHash}::text,
      seed = ${r.seed}::text, seated_at = ${now}::timestamptz, due_at = ${r.dueAt.toISOString()}::timestamptz,
      look_at = NULL
    WHERE receipt_id = ${r.receiptId}::text AND round = ${r.round}::int`
  await sql.$executeRaw`
    INSERT INTO committee_seats (subject_kind, subject_id, round, seat, member, attempt, created_at)
    SELECT 'receipt', ${r.receiptId}::text, ${r.round}::int, place - 1, member, attempt, ${now}::timestamptz
    FROM unnest(${members}::text[], ${attempts}::int[]) WITH ORDINALITY AS seated(member, attempt, place)`
}

export type ReceiptSeat = Seated & { round: number; seat: number }

/** Every seat of a receipt, round by round. */
export async function listReceiptSeats(sql: Sql, receiptId: string): Promise<ReceiptSeat[]> {
  return sql.$queryRaw<ReceiptSeat[]>`
    SELECT round, seat, member, attempt FROM committee_seats
    WHERE subject_kind = 'receipt' AND subject_id = ${receiptId}::text ORDER BY round, seat`
}

/** The members who have judged the receipt in a trial. */
export async function listSpeakers(sql: Sql, receiptId: string, trial: number): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ member: Hex }[]>`
    SELECT DISTINCT member FROM receipt_attestations
    WHERE receipt_id = ${receiptId}::text AND trial = ${trial}::int AND family = 'AUDIT' AND member IS NOT NULL`
  return rows.map(({ member }) => member)
}

/** A round whose time ran out is asked for no more. */
export async function clearDue(sql: Sql, { receiptId, round }: Pick<Round, 'receiptId' | 'round'>): Promise<void> {
  await sql.$executeRaw`
    UPDATE committees SET due_at = NULL WHERE receipt_id = ${receiptId}::text AND round = ${round}::int`
}

/** A round’s time runs out later than was said. */
export async function moveDue(
  sql: Sql,
  { receiptId, round }: Pick<Round, 'receiptId' | 'round'>,
  due: Date,
): Promise<void> {
  await sql.$executeRaw`
    UPDATE committees SET due_at = ${due.toISOString()}::timestamptz
    WHERE receipt_id = ${receiptId}::text AND round = ${round}::int AND state <> 'OVER'`
}

/** When the desk was away since then, the oldest first. */
export async function listDowntimes(sql: Sql, since: Date, until: Date): Promise<Away[]> {
  return sql.$queryRaw<Away[]>`
    SELECT started_at AS "startedAt", ended_at AS "endedAt" FROM downtimes
    WHERE ended_at > ${since.toISOString()}::timestamptz AND started_at < ${until.toISOString()}::timestamptz
    ORDER BY started_at`
}

/**
 * Takes rounds that wait and are to be looked at now. Each is looked at again after a tenth of the time it has waited (1 s
 * to 5 min), so that what waits long never stands before what is new.
 */
export async function takeWaiting(sql: Sql, now: Date, limit: number): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ receiptId: Hex }[]>`
    UPDATE committees SET look_at = ${now.toISOString()}::timestamptz + make_interval(secs => greatest(1, least(300,
      extract(epoch FROM ${now.toISOString()}::timestamptz - opened_at) / 10)))
    WHERE ctid = ANY(ARRAY(
      SELECT ctid FROM committees WHERE state = 'WAITING' AND look_at <= ${now.toISOString()}::timestamptz
      ORDER BY look_at LIMIT ${limit}::int FOR UPDATE SKIP LOCKED))
    RETURNING receipt_id AS "receiptId"`
  return rows.map(({ receiptId }) => receiptId)
}

/** Rounds whose time has run out, the oldest first. */
export async function listDue(sql: Sql, now: Date, limit: number): Promise<{ receiptId: Hex; round: number }[]> {
  return sql.$queryRaw<{ receiptId: Hex; round: number }[]>`
    SELECT receipt_id AS "receiptId", round FROM committees
    WHERE state <> 'OVER' AND due_at <= ${now.toISOString()}::timestamptz ORDER BY due_at LIMIT ${limit}::int`
}
