import { createHash } from 'node:crypto'
import type pg from 'pg'
import { runAfterCommit } from './after-commit'
import { asDatabaseError, type BeforeCommit, finish, isRetryable, MAX_TRANSACTION_MS, TRIES } from './transaction'

/**
 * The raw half of a Prisma transaction. Written against this, a statement runs inside `inTransaction` (Prisma) and, on
 * the few paths where Prisma costs more than the work, inside `inSqlTransaction` (pg, prepared statements).
 * Casts are explicit (`::uuid`, `::jsonb` over JSON text, `::text` for numeric) so that both give the same rows.
 */
export type Sql = {
  $queryRaw<T = unknown>(strings: TemplateStringsArray, ...values: unknown[]): PromiseLike<T>
  $executeRaw(strings: TemplateStringsArray, ...values: unknown[]): PromiseLike<number>
}

/** `Sql` over a pg pool or connection. Each template becomes one prepared statement per connection. */
export function sqlOver(client: pg.Pool | pg.PoolClient): Sql {
  return {
    $queryRaw: <T>(strings: TemplateStringsArray, ...values: unknown[]) =>
      client.query(queryOf(strings, values)).then(({ rows }) => rows as T),
    $executeRaw: (strings, ...values) => client.query(queryOf(strings, values)).then(({ rowCount }) => rowCount ?? 0),
  }
}

/** As `inTransaction`, without Prisma: for paths measured in thousands per second. */
export async function inSqlTransaction<T>(
  ctx: { pool: pg.Pool; beforeCommit?: BeforeCommit },
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  const { beforeCommit } = ctx
  const whole = beforeCommit ? async (sql: Sql) => finish(sql, await work(sql), beforeCommit) : work

  for (let attempt = 1; ; attempt++) {
    try {
      return await attemptTransaction(ctx.pool, whole)
    } catch (error) {
      if (attempt < TRIES && isRetryable(error)) continue
      throw asDatabaseError(error)
    }
  }
}

async function attemptTransaction<T>(pool: pg.Pool, work: (sql: Sql) => Promise<T>): Promise<T> {
  const client = await pool.connect()
  let broken = true
  try {
    await client.query(BEGIN)
    const sql = sqlOver(client)
    const result = await work(sql)
    await client.query('COMMIT')
    broken = false
    runAfterCommit(sql, pool)
    return result
  } catch (error) {
    broken = await client.query('ROLLBACK').then(
      () => false,
      () => true,
    )
    throw error
  } finally {
    client.release(broken)
  }
}

const BEGIN = `BEGIN ISOLATION LEVEL READ COMMITTED; SET LOCAL statement_timeout = ${MAX_TRANSACTION_MS}`

const statements = new WeakMap<TemplateStringsArray, { name: string; text: string }>()

function queryOf(strings: TemplateStringsArray, values: unknown[]): pg.QueryConfig {
  const { name, text } = statementOf(strings)
  return { name, text, values }
}

/**
 * Templates are one frozen object per place in the code, so each gets its name and text once. The name comes from the
 * text: two bundles (Next's and the server's) share the connections, and may not call different statements the same.
 */
function statementOf(strings: TemplateStringsArray): { name: string; text: string } {
  let statement = statements.get(strings)
  if (!statement) {
    const text = strings.reduce((before, part, i) => `${before}$${i}${part}`)
    statement = { name: createHash('sha256').update(text).digest('base64url'), text }
    statements.set(strings, statement)
  }
  return statement
}
