import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { enqueue } from '@/lib/queue/enqueue'
import { listDueIds, listGatekeeperIds, listWarnIds } from './store'

/** More than this waits for the next sweep, a few seconds later. */
const BATCH = 500

/** Finds challenges whose deadline or warning has come and enqueues one small job each. Safe to run at any rate. */
export async function sweepDeadlines(ctx: Ctx): Promise<void> {
  const [due, warn] = await Promise.all([listDueIds(ctx.db, ctx.now, BATCH), listWarnIds(ctx.db, ctx.now, BATCH)])
  await enqueueEach(ctx, 'expire-challenge', due)
  await enqueueEach(ctx, 'warn-deadline', warn)
}

/** Challenges whose checks could not be told yet are asked again. */
export async function sweepGatekeeper(ctx: Ctx): Promise<void> {
  await enqueueEach(ctx, 'verify-parties', await listGatekeeperIds(ctx.db, BATCH))
}

async function enqueueEach(ctx: Ctx, name: string, ids: string[]): Promise<void> {
  if (ids.length === 0) return
  await inTransaction(ctx, async (tx) => {
    for (const id of ids) await enqueue(tx, name, { id }, { key: `${name}:${id}`, keepExisting: true })
  })
}
