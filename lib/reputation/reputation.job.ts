import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { sqlOver } from '@/lib/db/sql'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { enqueueFold } from './enqueue-fold'
import { listUnfolded } from './facts-store'
import { foldReceipt } from './fold-receipt'

/** Moves the reputation of whom a decided receipt is about. */
export const foldReputation = task('fold-reputation', z.object({ receiptId: z.string() }), (ctx, { receiptId }) =>
  foldReceipt(ctx, { receiptId }),
)

/** How far back the safety net looks, and how many it takes at once. */
const LOOK_BACK_SECONDS = 7 * 86_400
const AT_ONCE = 500

/** Decided receipts that moved nobody: their jobs were given up. */
export const unfoldedReceipts = sweep('unfolded-receipts', 60, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  const between = [addSeconds(ctx.now, -LOOK_BACK_SECONDS), addSeconds(ctx.now, -60)] as const
  for (const receiptId of await listUnfolded(sql, between, AT_ONCE))
    await enqueueFold(sql, receiptId, { keepExisting: true })
})
