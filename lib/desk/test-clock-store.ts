import type pg from 'pg'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'

/**
 * How far a test put the clock forward, in a schema of its own that only a desk under test ever makes.
 */
export async function ensureClockTable(ctx: { pool: pg.Pool }): Promise<void> {
  await inSqlTransaction(ctx, async (sql) => {
    // Web and worker start together, and two CREATE IF NOT EXISTS at once may both find nothing.
    await sql.$queryRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.test-clock', 0))::text`
    await sql.$executeRaw`CREATE SCHEMA IF NOT EXISTS countersign_test`
    await sql.$executeRaw`CREATE TABLE IF NOT EXISTS countersign_test.clock (
      id int PRIMARY KEY CHECK (id = 1), ahead_seconds bigint NOT NULL)`
    await sql.$executeRaw`INSERT INTO countersign_test.clock VALUES (1, 0) ON CONFLICT DO NOTHING`
  })
}

export async function readSecondsAhead(pool: pg.Pool): Promise<number> {
  const [row] = await sqlOver(pool).$queryRaw<{ ahead: number }[]>`
    SELECT ahead_seconds::float8 AS ahead FROM countersign_test.clock`
  return row?.ahead ?? 0
}

/**
 * Puts the clock forward with everything that hangs on it: the last signs of life, so that the desk does not look silent
 * meanwhile, and the jobs that wait for an instant. Returns how far it is ahead then.
 */
export async function addSecondsAhead(sql: Sql, seconds: number): Promise<number> {
  const [row] = await sql.$queryRaw<{ ahead: number }[]>`
    UPDATE countersign_test.clock SET ahead_seconds = ahead_seconds + ${seconds}::bigint
    RETURNING ahead_seconds::float8 AS ahead`
  await sql.$executeRaw`UPDATE heartbeats SET at = at + ${seconds}::float8 * interval '1 second'`
  await sql.$executeRaw`
    UPDATE graphile_worker._private_jobs SET run_at = run_at - ${seconds}::float8 * interval '1 second'
    WHERE locked_at IS NULL AND run_at > now()`
  return row?.ahead ?? 0
}
