import { z } from 'zod'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { task } from '@/lib/queue/task'
import { type Advance, advanceBatch } from './advance-batch'
import { announceAnchored } from './announce-anchored'
import { closeBatch } from './close-batch'
import { enqueueAdvance } from './enqueue-advance'

const OfBatch = z.object({ batchId: z.uuid() })

/** Closes batches for as long as one is due. */
export const closeBatches = task('close-batches', z.object({}), async (ctx) => {
  while (await closeBatch(ctx)) {}
})

/**
 * Takes a batch a step on, and comes back for the next. A failure is not thrown: the queue would wait longer each time, and
 * after days of it not come back at all.
 */
export const advanceAnchor = task('advance-anchor', OfBatch, async (ctx, { batchId }) => {
  const advance = await advanceBatch(ctx, batchId).catch((err: unknown): Advance => {
    log.warn({ err, batch: batchId }, 'a batch could not be looked after')
    return 'soon'
  })
  if (advance === 'done') return

  await enqueueAdvance(sqlOver(ctx.pool), batchId, { delaySeconds: secondsUntilNextLook(advance) })
})

/** Tells whoever is concerned that a batch is final. */
export const announce = task('announce-anchored', OfBatch, (ctx, { batchId }) => announceAnchored(ctx, batchId))

/** The local chain has a block each second, others every few; finality takes minutes. */
function secondsUntilNextLook(advance: Exclude<Advance, 'done'>): number {
  const isLocal = env().ANCHOR_CHAIN === LOCAL_CHAIN
  if (advance === 'soon') return isLocal ? 1 : 12
  return isLocal ? 10 : 60
}
