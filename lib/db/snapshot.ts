import type pg from 'pg'
import { inSqlTransaction, type Sql } from './sql'

/**
 * Reads what belongs together as it stood at one moment, whatever is written meanwhile: a committee with its seats, or
 * numbers that add up. `read` asks one thing after the other, since it has one connection, and writes nothing.
 */
export function inSnapshot<T>({ pool }: { pool: pg.Pool }, read: (sql: Sql) => Promise<T>): Promise<T> {
  return inSqlTransaction({ pool }, async (sql) => {
    await sql.$executeRaw`SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY`
    return await read(sql)
  })
}
