import { addSeconds } from '@/lib/clock'
import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'

const LEASE_SECONDS = 60
const KEPT_SECONDS = 24 * 60 * 60

/** A key that belongs to another call: nothing may be kept under it for this one. */
export class KeyConflict extends AppError {
  constructor(message: string, extra: ConstructorParameters<typeof AppError>[2] = {}) {
    super('E9009', message, extra)
  }
}

/** What a key is unique within (domain §12), with the hash of the bytes it came with. */
export type KeyScope = { actor: string; method: string; path: string; key: string; bodyHash: string }
/** A key this call may run under. `leaseUntil` tells it from any other call that ever holds the same key. */
export type Claim = KeyScope & { leaseUntil: Date }
export type Kept = { status: number; answer: string }

type Row = { body_hash: string; state: string; status: number | null; answer: string | null }

/**
 * Takes the key for this call, or returns the answer that was given under it. KeyConflict (E9009) when the key belongs to
 * another body (422) or to a call still running (409). A key whose call died is free again once its lease is over.
 */
export async function claimKey(sql: Sql, scope: KeyScope, now: Date): Promise<Claim | Kept> {
  const leaseUntil = addSeconds(now, LEASE_SECONDS)
  for (let attempt = 0; attempt < 3; attempt++) {
    if (await insertKey(sql, scope, leaseUntil, now)) return { ...scope, leaseUntil }

    const row = await findKey(sql, scope)
    if (row) return keptOf(row, scope)
  }
  throw stillRunning()
}

async function insertKey(sql: Sql, scope: KeyScope, leaseUntil: Date, now: Date): Promise<boolean> {
  const inserted = await sql.$executeRaw`
    INSERT INTO idempotency_keys (actor, method, path, key, body_hash, state, lease_until, created_at)
    VALUES (${scope.actor}::text, ${scope.method}::text, ${scope.path}::text, ${scope.key}::text, ${scope.bodyHash}::text,
      'running', ${leaseUntil.toISOString()}::timestamptz, ${now.toISOString()}::timestamptz)
    ON CONFLICT (actor, method, path, key) DO UPDATE
    SET body_hash = excluded.body_hash, state = 'running', lease_until = excluded.lease_until,
      status = NULL, answer = NULL, created_at = excluded.created_at
    WHERE idempotency_keys.created_at <= ${addSeconds(now, -KEPT_SECONDS).toISOString()}::timestamptz
      OR (idempotency_keys.state = 'running' AND idempotency_keys.lease_until <= ${now.toISOString()}::timestamptz
        AND idempotency_keys.body_hash = excluded.body_hash)`
  return inserted === 1
}

async function findKey(sql: Sql, scope: KeyScope): Promise<Row | undefined> {
  const rows = await sql.$queryRaw<Row[]>`
    SELECT body_hash, state, status, answer FROM idempotency_keys
    WHERE actor = ${scope.actor}::text AND method = ${scope.method}::text AND path = ${scope.path}::text AND key = ${scope.key}::text`
  return rows[0]
}

function keptOf(row: Row, scope: KeyScope): Kept {
  if (row.body_hash !== scope.bodyHash) {
    throw new KeyConflict('This Idempotency-Key was used with another body. Take a new key.', { status: 422 })
  }
  if (row.status === null || row.answer === null) throw stillRunning()
  return { status: row.status, answer: row.answer }
}

function stillRunning(): KeyConflict {
  return new KeyConflict('A call with this Idempotency-Key is still running. Ask again in a moment.', {
    headers: { 'retry-after': '1' },
  })
}

/** Keeps the answer of the call that holds the claim. Throws KeyConflict when the key has passed to another call since. */
export async function completeKey(sql: Sql, claim: Claim, kept: Kept): Promise<void> {
  const changed = await sql.$executeRaw`
    UPDATE idempotency_keys SET state = 'done', status = ${kept.status}::int, answer = ${kept.answer}::text
    WHERE actor = ${claim.actor}::text AND method = ${claim.method}::text AND path = ${claim.path}::text
      AND key = ${claim.key}::text AND lease_until = ${claim.leaseUntil.toISOString()}::timestamptz`
  if (changed !== 1) throw stillRunning()
}

/** Gives the key back when its call changed nothing; an answer stored by a transaction that committed stays. */
export async function releaseKey(sql: Sql, claim: Claim): Promise<void> {
  await sql.$executeRaw`
    DELETE FROM idempotency_keys
    WHERE actor = ${claim.actor}::text AND method = ${claim.method}::text AND path = ${claim.path}::text
      AND key = ${claim.key}::text AND lease_until = ${claim.leaseUntil.toISOString()}::timestamptz AND state = 'running'`
}

/** Deletes keys past their 24 hours. Returns how many. */
export async function sweepIdempotencyKeys(sql: Sql, now: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM idempotency_keys WHERE created_at < ${addSeconds(now, -KEPT_SECONDS).toISOString()}::timestamptz`
}
