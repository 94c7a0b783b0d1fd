import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
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

/** How far back the safety net looks each minute: longer than an appeal takes from the first decision on. */
const LOOK_BACK_SECONDS = 21 * 86_400
const AT_ONCE = 500
/** Once an hour it looks at everything: a desk may be older than its reputation. */
const AT_ONCE_OF_ALL = 10_000

/** Decided receipts that moved nobody, and reversed ones that still do: their jobs were given up. */
export const unfoldedReceipts = sweep('unfolded-receipts', 60, (ctx) =>
  enqueueUnfolded(ctx, addSeconds(ctx.now, -LOOK_BACK_SECONDS), AT_ONCE),
)

/** The same, however long ago. */
export const everUnfolded = sweep('ever-unfolded', 3_600, (ctx) => enqueueUnfolded(ctx, new Date(0), AT_ONCE_OF_ALL))

async function enqueueUnfolded(ctx: Pick<Ctx, 'pool' | 'now'>, from: Date, limit: number): Promise<void> {
  const sql = sqlOver(ctx.pool)
  for (const receiptId of await listUnfolded(sql, [from, addSeconds(ctx.now, -60)], limit))
    await enqueueFold(sql, receiptId, { keepExisting: true })
}
