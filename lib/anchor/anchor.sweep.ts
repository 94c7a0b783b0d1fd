import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { sweep } from '@/lib/queue/sweep'
import { enqueueAdvance, enqueueClose } from './enqueue-advance'
import { batchLimits, isBatchDue } from './limits'
import { recheckLocal } from './recheck-local'
import { findLooseLeaves, listUnfinishedIds } from './store'

/** Leaves that wait for a batch. */
export const looseLeaves = sweep('loose-leaves', 1, async (ctx) => {
  const limits = batchLimits()
  const loose = await findLooseLeaves(ctx.db, limits.maxLeaves)
  if (!isBatchDue({ count: loose.length, oldest: loose[0]?.createdAt ?? null }, limits, ctx.now)) return

  await enqueueClose(sqlOver(ctx.pool))
})

/** Batches whose next look was lost with a worker. */
export const unfinishedBatches = sweep('unfinished-batches', 15, async (ctx) => {
  for (const batchId of await listUnfinishedIds(ctx.db, 200)) {
    await enqueueAdvance(sqlOver(ctx.pool), batchId, { keepExisting: true })
  }
})

/** What the local chain lost when it was killed. */
export const lostBlocks = sweep('lost-blocks', 10, async (ctx) => {
  if (env().ANCHOR_CHAIN === LOCAL_CHAIN) await recheckLocal(ctx)
})
