import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { task } from '@/lib/queue/task'
import { singleton } from '@/lib/singleton'
import { findJudgedTask, lockReceipt } from './attestation-store'
import { readQuorum, settleQuorum } from './decide-quorum'
import { listReached, type Place } from './finalize-store'

/** So many open receipts are looked at in one go: the cost of a run does not grow with how many there are. */
const STEP = 20_000
const JUDGED = ['PENDING', 'APPEALED'] as const

/**
 * The safety net: decides receipts whose quorum is met and which are open all the same. There should be none, since the
 * statement that reaches a quorum decides; whoever changed the rule, or a row, finds them here. Each run looks at the
 * oldest open receipts after those of the run before, and begins anew at the end.
 */
export const finalizeDue = task('finalize-due', z.object({}), async (ctx) => {
  await finalizeReached(ctx, STEP)
})

/** See `finalizeDue`. Returns how many receipts were decided. */
export async function finalizeReached(ctx: Ctx, step: number): Promise<number> {
  const places = singleton('finalize-places', () => new Map<string, Place | null>())
  let decided = 0
  for (const status of JUDGED) {
    const { reached, last } = await listReached(sqlOver(ctx.pool), { status, after: places.get(status) ?? null, step })
    places.set(status, last)
    for (const id of reached) if (await finalizeOne(ctx, id)) decided++
  }
  if (decided > 0) log.warn({ decided }, 'the sweep decided receipts whose quorum was met')
  return decided
}

async function finalizeOne(ctx: Ctx, id: string): Promise<boolean> {
  return inSqlTransaction(ctx, async (sql) => {
    await lockReceipt(sql, id)
    const judged = await findJudgedTask(sql, id)
    if (!judged) return false
    return (await settleQuorum(sql, ctx, judged, await readQuorum(sql, judged))) !== judged.status
  })
}
