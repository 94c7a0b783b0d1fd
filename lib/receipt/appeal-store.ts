import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

/** Appeals in the database. One for each receipt. */

export type AppealState = 'OPEN' | 'WON' | 'LOST' | 'LAPSED'

export type NewAppeal = {
  receiptId: Hex
  userId: string
  did: string
  round: number
  /** What stood before: FINALIZED or FAILED. */
  appealed: string
  bond: bigint
  reason: string | null
  now: Date
}

/** Stores an appeal. False when there was one. */
export async function insertAppeal(sql: Sql, a: NewAppeal): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO appeals (receipt_id, user_id, did, round, appealed, bond_atomic, reason, state, created_at)
    VALUES (${a.receiptId}::text, ${a.userId}::uuid, ${a.did}::text, ${a.round}::int, ${a.appealed}::text,
      ${a.bond.toString()}::numeric, ${a.reason}::text, 'OPEN', ${a.now.toISOString()}::timestamptz)
    ON CONFLICT (receipt_id) DO NOTHING`
  return inserted === 1
}

export type EndedAppeal = { did: string; bond: bigint }

/** Ends an open appeal, once. Null when none is open. */
export async function closeAppeal(
  sql: Sql,
  receiptId: string,
  state: Exclude<AppealState, 'OPEN'>,
  now: Date,
): Promise<EndedAppeal | null> {
  const [row] = await sql.$queryRaw<{ did: string; bond: string }[]>`
    UPDATE appeals SET state = ${state}::text, ended_at = ${now.toISOString()}::timestamptz
    WHERE receipt_id = ${receiptId}::text AND state = 'OPEN' RETURNING did, bond_atomic::text AS bond`
  return row ? { did: row.did, bond: BigInt(row.bond) } : null
}

export type AppealRow = {
  did: string
  round: number
  appealed: 'FINALIZED' | 'FAILED'
  bond: string
  reason: string | null
  state: AppealState
  createdAt: Date
  endedAt: Date | null
}

export async function findAppeal(sql: Sql, receiptId: string): Promise<AppealRow | null> {
  const [row] = await sql.$queryRaw<AppealRow[]>`
    SELECT did, round, appealed, bond_atomic::text AS bond, reason, state, created_at AS "createdAt", ended_at AS "endedAt"
    FROM appeals WHERE receipt_id = ${receiptId}::text`
  return row ?? null
}

/** Who judged the appeal, in the order in which they did. */
export async function listVoters(sql: Sql, receiptId: string): Promise<string[]> {
  const rows = await sql.$queryRaw<{ signer: string }[]>`
    SELECT signer FROM receipt_attestations
    WHERE receipt_id = ${receiptId}::text AND trial = 1 AND family = 'AUDIT' AND role = 'member'
    ORDER BY created_at, id`
  return rows.map(({ signer }) => signer)
}
