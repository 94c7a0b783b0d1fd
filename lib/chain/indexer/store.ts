import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import type { NewsLog } from './parse-logs'

/** The only file of the indexer that knows its tables. */

/** How many blocks below what is confirmed are kept of where a cursor stood. Older forks are found by the logs themselves. */
const KEPT_BLOCKS = 2_048

/** What is read: the escrow that holds bonds, or AuditorStake. */
export type Contract = { chainId: number; address: Hex; kind: 'escrow' | 'stake' }
type Place = Pick<Contract, 'chainId' | 'address'>
/** A block we believe to be on the chain. */
export type KnownBlock = { number: number; hash: Hex }
/** How far a contract's news have been read: seen up to `at`, and again at their final depth up to `confirmed`. */
export type Cursor = { at: KnownBlock; confirmed: number }

/** Contracts of deals that can still change on a chain, beside the one new deals go to. */
export async function listContracts(sql: Sql, chainId: number, now: Date): Promise<Hex[]> {
  const rows = await sql.$queryRaw<{ escrow: Hex }[]>`
    SELECT DISTINCT escrow FROM deals
    WHERE chain_id = ${chainId}::int AND state <> 'ENDED'
      AND (seen_state <> 'NONE' OR join_by > ${now.toISOString()}::timestamptz - interval '1 day')`
  return rows.map(({ escrow }) => escrow)
}

export async function findCursor(sql: Sql, { chainId, address }: Place): Promise<Cursor | null> {
  const [row] = await sql.$queryRaw<{ number: string; hash: Hex; confirmed: string }[]>`
    SELECT block_number::text AS number, block_hash AS hash, confirmed_number::text AS confirmed
    FROM chain_cursors WHERE chain_id = ${chainId}::int AND address = ${address}::text`
  return row ? { at: { number: Number(row.number), hash: row.hash }, confirmed: Number(row.confirmed) } : null
}

/** Begins reading a contract's news after `start`. Whoever began before stays. */
export async function insertCursor(sql: Sql, { chainId, address }: Contract, start: KnownBlock): Promise<void> {
  await sql.$executeRaw`
    WITH started AS (
      INSERT INTO chain_cursors (chain_id, address, block_number, block_hash, confirmed_number)
      VALUES (${chainId}::int, ${address}::text, ${start.number}::bigint, ${start.hash}::text, ${start.number}::bigint)
      ON CONFLICT (chain_id, address) DO NOTHING RETURNING chain_id
    )
    INSERT INTO chain_blocks (chain_id, number, hash)
    SELECT chain_id, ${start.number}::bigint, ${start.hash}::text FROM started
    ON CONFLICT (chain_id, number) DO UPDATE SET hash = excluded.hash`
}

/** When the oldest deal of a contract was agreed: its news cannot be older. */
export async function findFirstDealTime(sql: Sql, { chainId, address }: Contract): Promise<Date | null> {
  const [row] = await sql.$queryRaw<{ first: Date | null }[]>`
    SELECT min(created_at) AS first FROM deals WHERE chain_id = ${chainId}::int AND escrow = ${address}::text`
  return row?.first ?? null
}

/** The highest block of a chain that any cursor stood on. */
export async function findTop(sql: Sql, chainId: number): Promise<KnownBlock | null> {
  const [row] = await sql.$queryRaw<BlockColumns[]>`
    SELECT number::text, hash FROM chain_blocks WHERE chain_id = ${chainId}::int ORDER BY chain_blocks.number DESC LIMIT 1`
  return row ? toKnownBlock(row) : null
}

export async function findKnownHash(sql: Sql, chainId: number, number: number): Promise<Hex | null> {
  const [row] = await sql.$queryRaw<{ hash: Hex }[]>`
    SELECT hash FROM chain_blocks WHERE chain_id = ${chainId}::int AND number = ${number}::bigint`
  return row?.hash ?? null
}

/** Blocks below `below` that a cursor stood on or that hold a log, highest first: where two chains may still be one. */
export async function listKnownBlocks(sql: Sql, chainId: number, below: number, take: number): Promise<KnownBlock[]> {
  const rows = await sql.$queryRaw<BlockColumns[]>`
    SELECT number::text, hash FROM (
      (SELECT number, hash FROM chain_blocks WHERE chain_id = ${chainId}::int AND number < ${below}::bigint
        ORDER BY number DESC LIMIT ${take}::int)
      UNION
      (SELECT DISTINCT block_number, block_hash FROM chain_events
        WHERE chain_id = ${chainId}::int AND canonical AND block_number < ${below}::bigint
        ORDER BY block_number DESC LIMIT ${take}::int)
    ) AS known ORDER BY known.number DESC LIMIT ${take}::int`
  return rows.map(toKnownBlock)
}

/**
 * Holds a chain's cursors to the end of the transaction. False when what was read rests on something that is not so any
 * more: another worker moved this cursor, or found the chain to be another one.
 */
export async function lockUnmoved(
  sql: Sql,
  contract: Contract,
  { cursor, top }: { cursor: Cursor; top: KnownBlock },
): Promise<boolean> {
  await lockChain(sql, contract.chainId)
  const now = await findCursor(sql, contract)
  if (!now || !isSame(now.at, cursor.at) || now.confirmed !== cursor.confirmed) return false
  return isTop(sql, contract.chainId, top)
}

/** As `lockUnmoved`, for what concerns the whole chain. */
export async function lockSameTop(sql: Sql, chainId: number, top: KnownBlock): Promise<boolean> {
  await lockChain(sql, chainId)
  return isTop(sql, chainId, top)
}

async function lockChain(sql: Sql, chainId: number): Promise<void> {
  await sql.$queryRaw`SELECT 1 FROM chain_cursors WHERE chain_id = ${chainId}::int ORDER BY address FOR UPDATE`
}

async function isTop(sql: Sql, chainId: number, expected: KnownBlock): Promise<boolean> {
  const top = await findTop(sql, chainId)
  return top !== null && isSame(top, expected)
}

export type ReadRange = {
  from: number
  to: KnownBlock
  logs: readonly NewsLog[]
  /** Read at their final depth. */
  final: boolean
}

/**
 * Brings a range of blocks to exactly these logs and moves the cursor; again the same changes nothing. Returns the deals
 * (of AuditorStake, the members) whose logs came, went, or are confirmed now.
 */
export async function applyRange(sql: Sql, contract: Contract, before: Cursor, range: ReadRange): Promise<string[]> {
  const removed = await removeOthers(sql, contract, range)
  const added = await insertLogs(sql, contract, range.logs)
  const confirmed = range.final ? await listDealsBetween(sql, contract, before.confirmed, range.to.number) : []
  await moveCursor(sql, contract, range)
  await putBlock(sql, contract.chainId, range.to)
  await forgetOldBlocks(sql, contract.chainId)
  return [...new Set([...removed, ...added, ...confirmed])]
}

async function insertLogs(sql: Sql, { chainId, address }: Contract, logs: readonly NewsLog[]): Promise<string[]> {
  if (logs.length === 0) return []
  const rows = await sql.$queryRaw<{ deal: string | null }[]>`
    INSERT INTO chain_events
      (chain_id, address, block_hash, log_index, block_number, block_time, tx_hash, name, deal, args)
    SELECT ${chainId}::int, ${address}::text, * FROM unnest(
      ${logs.map((log) => log.blockHash)}::text[], ${logs.map((log) => log.logIndex)}::int[],
      ${logs.map((log) => log.blockNumber)}::bigint[], ${logs.map((log) => log.blockTime.toISOString())}::timestamptz[],
      ${logs.map((log) => log.txHash)}::text[], ${logs.map((log) => log.name)}::text[],
      ${logs.map((log) => log.deal)}::text[], ${logs.map((log) => JSON.stringify(log.args))}::jsonb[])
    ON CONFLICT (chain_id, block_hash, log_index) DO UPDATE SET canonical = true WHERE NOT chain_events.canonical
    RETURNING deal`
  return dealsOf(rows)
}

/** Logs that were here before and are not among those read now. */
async function removeOthers(
  sql: Sql,
  { chainId, address }: Contract,
  { from, to, logs }: ReadRange,
): Promise<string[]> {
  const rows = await sql.$queryRaw<{ deal: string | null }[]>`
    UPDATE chain_events SET canonical = false
    WHERE chain_id = ${chainId}::int AND address = ${address}::text AND canonical
      AND block_number BETWEEN ${from}::bigint AND ${to.number}::bigint
      AND NOT EXISTS (
        SELECT 1 FROM unnest(${logs.map((log) => log.blockHash)}::text[], ${logs.map((log) => log.logIndex)}::int[])
          AS read (hash, index)
        WHERE read.hash = chain_events.block_hash AND read.index = chain_events.log_index)
    RETURNING deal`
  return dealsOf(rows)
}

async function listDealsBetween(
  sql: Sql,
  { chainId, address }: Contract,
  after: number,
  through: number,
): Promise<string[]> {
  const rows = await sql.$queryRaw<{ deal: string | null }[]>`
    SELECT DISTINCT deal FROM chain_events
    WHERE chain_id = ${chainId}::int AND address = ${address}::text AND canonical
      AND block_number > ${after}::bigint AND block_number <= ${through}::bigint`
  return dealsOf(rows)
}

async function moveCursor(sql: Sql, { chainId, address }: Contract, { to, final }: ReadRange): Promise<void> {
  await sql.$executeRaw`
    UPDATE chain_cursors SET
      block_hash = CASE WHEN block_number > ${to.number}::bigint THEN block_hash ELSE ${to.hash}::text END,
      block_number = greatest(block_number, ${to.number}::bigint),
      confirmed_number = CASE WHEN ${final}::boolean
        THEN greatest(confirmed_number, ${to.number}::bigint) ELSE confirmed_number END,
      updated_at = now()
    WHERE chain_id = ${chainId}::int AND address = ${address}::text`
}

/**
 * Above `fork` the chain is another one now: its logs count no longer and the cursors stand on `fork`. Returns the deals
 * and members concerned.
 */
export async function removeAbove(sql: Sql, chainId: number, fork: KnownBlock): Promise<string[]> {
  const rows = await sql.$queryRaw<{ deal: string | null }[]>`
    UPDATE chain_events SET canonical = false
    WHERE chain_id = ${chainId}::int AND canonical AND block_number > ${fork.number}::bigint
    RETURNING deal`
  await sql.$executeRaw`
    DELETE FROM chain_blocks WHERE chain_id = ${chainId}::int AND number > ${fork.number}::bigint`
  await putBlock(sql, chainId, fork)
  await sql.$executeRaw`
    UPDATE chain_cursors SET block_number = ${fork.number}::bigint, block_hash = ${fork.hash}::text,
      confirmed_number = least(confirmed_number, ${fork.number}::bigint), updated_at = now()
    WHERE chain_id = ${chainId}::int AND block_number > ${fork.number}::bigint`
  return [...new Set(dealsOf(rows))]
}

/** Those among `deals` that were agreed here: anybody may open others in the same contract. */
export async function listOwnDeals(
  sql: Sql,
  { chainId }: Pick<Contract, 'chainId'>,
  deals: readonly string[],
): Promise<string[]> {
  if (deals.length === 0) return []
  const rows = await sql.$queryRaw<{ id: string }[]>`
    SELECT id FROM deals WHERE id = ANY(${deals}::text[]) AND chain_id = ${chainId}::int ORDER BY id`
  return rows.map(({ id }) => id)
}

async function putBlock(sql: Sql, chainId: number, { number, hash }: KnownBlock): Promise<void> {
  await sql.$executeRaw`
    INSERT INTO chain_blocks (chain_id, number, hash) VALUES (${chainId}::int, ${number}::bigint, ${hash}::text)
    ON CONFLICT (chain_id, number) DO UPDATE SET hash = excluded.hash WHERE chain_blocks.hash <> excluded.hash`
}

/** All but the newest ones, the one it began with, and those a cursor rests on. */
async function forgetOldBlocks(sql: Sql, chainId: number): Promise<void> {
  await sql.$executeRaw`
    DELETE FROM chain_blocks
    WHERE chain_id = ${chainId}::int
      AND number < (SELECT min(confirmed_number) FROM chain_cursors WHERE chain_id = ${chainId}::int) - ${KEPT_BLOCKS}::int
      AND number > (SELECT min(number) FROM chain_blocks WHERE chain_id = ${chainId}::int)`
}

type BlockColumns = { number: string; hash: Hex }
const toKnownBlock = ({ number, hash }: BlockColumns): KnownBlock => ({ number: Number(number), hash })
const isSame = (a: KnownBlock, b: KnownBlock) => a.number === b.number && a.hash === b.hash

function dealsOf(rows: readonly { deal: string | null }[]): string[] {
  return rows.flatMap(({ deal }) => (deal === null ? [] : [deal]))
}
