import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { task } from '@/lib/queue/task'
import { enqueueKeeper } from './enqueue-keeper'
import { keepDeal } from './keep-deal'
import { sendCall } from './send-call'
import { postpone } from './store'

/**
 * A failure is not thrown: the queue would wait longer each time and hold the job's key meanwhile, and deadlines of the
 * chain do not wait for that.
 */
const AFTER_FAILURE_SECONDS = 10

const OfDeal = z.object({ dealId: z.string().regex(/^0x[0-9a-f]{64}$/) })

/** Plans what the desk can call for a deal. */
export const keepDeals = task('keep-deal', OfDeal, async (ctx, { dealId }) => {
  try {
    await keepDeal(ctx, dealId)
  } catch (err) {
    log.warn({ err, deal: dealId }, 'it could not be told what a deal needs')
    await enqueueKeeper(sqlOver(ctx.pool), dealId, { delaySeconds: AFTER_FAILURE_SECONDS })
  }
})

/** Sends a planned call, or looks what became of it. The sweep finds it again. */
export const sendCalls = task('send-call', z.object({ id: z.uuid() }), async (ctx, { id }) => {
  try {
    await sendCall(ctx, id)
  } catch (err) {
    log.warn({ err, call: id }, 'a call could not be sent')
    const runAfter = addSeconds(ctx.now, AFTER_FAILURE_SECONDS)
    await postpone(sqlOver(ctx.pool), id, { runAfter, now: ctx.now })
  }
})
