import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { task } from '@/lib/queue/task'
import { DELETE_SOME, waitForFanOut } from './store'

const BATCH = 1_000

/**
 * The long part of erasing somebody: what their personal organization published, was sent and called, however much it is,
 * in small transactions, once nothing more is on its way there. Killed at any line, the next try goes on.
 */
export const eraseRest = task('erase-rest', z.object({ organization_id: z.uuid() }), (ctx, payload) =>
  eraseOrganization(ctx, payload.organization_id),
)

export async function eraseOrganization(ctx: Pick<Ctx, 'pool'>, organizationId: string): Promise<void> {
  await inSqlTransaction({ pool: ctx.pool }, waitForFanOut)
  let all = 0
  for (const deleteSome of DELETE_SOME) {
    for (let deleted = BATCH; deleted >= BATCH; all += deleted) {
      deleted = await inSqlTransaction({ pool: ctx.pool }, (sql) => deleteSome(sql, organizationId, BATCH))
    }
  }
  log.info({ rows: all }, 'erased what an organization of one published and received')
}
