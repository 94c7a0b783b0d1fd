import type pg from 'pg'
import { AppError } from '@/lib/errors'
import { runAfterCommit } from './after-commit'
import type { Prisma, PrismaClient } from './generated/client'
import type { Sql } from './sql'

/** The transaction client: everything a verb reads and writes between BEGIN and COMMIT. */
export type Tx = Prisma.TransactionClient

/** Anything queries can run on. */
export type Db = PrismaClient | Tx

/**
 * Runs last inside the transaction with what its work returned; throwing rolls everything back. `route()` sets it on the
 * context of a call that carries an Idempotency-Key, so that the answer is stored together with the change.
 */
export type BeforeCommit = (sql: Sql, result: unknown) => Promise<void>

/** No transaction may hold its locks longer (domain §9). */
export const MAX_TRANSACTION_MS = 5_000
/** How often a transaction is tried when Postgres asks for it. */
export const TRIES = 3

/**
 * Runs `work` in one READ COMMITTED transaction of at most 5 s (domain §9). Deadlocks and serialization failures are
 * tried again from the start, so `work` must have no effect outside the database.
 * Throws E9002 when no connection is to be had.
 */
export async function inTransaction<T>(
  ctx: { db: PrismaClient; pool?: pg.Pool; beforeCommit?: BeforeCommit },
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const { beforeCommit } = ctx
  let used: Tx | undefined
  const whole = async (tx: Tx) => {
    used = tx
    const result = await work(tx)
    return beforeCommit ? finish(tx, result, beforeCommit) : result
  }

  for (let attempt = 1; ; attempt++) {
    try {
      const result = await ctx.db.$transaction(whole, {
        maxWait: MAX_TRANSACTION_MS,
        timeout: MAX_TRANSACTION_MS,
        isolationLevel: 'ReadCommitted',
      })
      if (used) runAfterCommit(used, ctx.pool)
      return result
    } catch (error) {
      if (attempt < TRIES && isRetryable(error)) continue
      throw asDatabaseError(error)
    }
  }
}

/** `beforeCommit` on the result of a transaction's work, and that result. */
export async function finish<T>(sql: Sql, result: T, beforeCommit: BeforeCommit): Promise<T> {
  await beforeCommit(sql, result)
  return result
}

/** The value of `column` that made a unique constraint fail, or whether one failed at all. */
export function isUniqueViolation(error: unknown): boolean {
  return codeOf(error) === 'P2002' || sqlStateOf(error) === '23505'
}

/** Maps "no database" failures to E9002 and leaves every other error as it is. */
export function asDatabaseError(error: unknown): unknown {
  if (!isUnavailable(error)) return error
  return new AppError('E9002', 'The database is not answering. Try again in a moment.', { cause: error })
}

/** Deadlock or serialization failure: the same work may succeed from the start. */
export function isRetryable(error: unknown): boolean {
  return codeOf(error) === 'P2034' || ['40001', '40P01'].includes(sqlStateOf(error) ?? '')
}

const UNAVAILABLE_CODES = new Set([
  'P1001',
  'P1002',
  'P1008',
  'P1017',
  'P2024',
  'P2028',
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
])
const UNAVAILABLE_STATES = new Set(['25P03', '57P01', '57P02', '57P03', '53300', '08000', '08003', '08006', '08001'])

function isUnavailable(error: unknown): boolean {
  const code = codeOf(error)
  if (code && UNAVAILABLE_CODES.has(code)) return true
  if (UNAVAILABLE_STATES.has(sqlStateOf(error) ?? '')) return true
  return (
    error instanceof Error &&
    /Connection terminated|not queryable|timeout exceeded when trying to connect/.test(error.message)
  )
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}

/** The SQLSTATE, wherever Prisma or pg put it. */
function sqlStateOf(error: unknown): string | undefined {
  const e = error as {
    code?: unknown
    meta?: { code?: unknown; driverAdapterError?: { cause?: { originalCode?: unknown } } }
  }
  const found = e?.meta?.driverAdapterError?.cause?.originalCode ?? e?.meta?.code ?? e?.code
  return typeof found === 'string' && /^[0-9A-Z]{5}$/.test(found) ? found : undefined
}
