import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { asDatabaseError } from '@/lib/db/transaction'

/**
 * Runs `work`, which is a single statement: it needs no BEGIN and COMMIT around it, unless the answer of the call must
 * be stored with it (Idempotency-Key).
 */
export async function inOneStatement<T>(
  ctx: Pick<Ctx, 'pool' | 'beforeCommit'>,
  work: (sql: Sql) => Promise<T>,
): Promise<T> {
  if (ctx.beforeCommit) return inSqlTransaction(ctx, work)
  try {
    return await work(sqlOver(ctx.pool))
  } catch (error) {
    throw asDatabaseError(error)
  }
}
