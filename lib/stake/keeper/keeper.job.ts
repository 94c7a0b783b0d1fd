import { z } from 'zod'
import { task } from '@/lib/queue/task'
import { keepDeal } from './keep-deal'
import { sendCall } from './send-call'

const OfDeal = z.object({ dealId: z.string().regex(/^0x[0-9a-f]{64}$/) })

/** Plans what the desk can call for a deal. */
export const keepDeals = task('keep-deal', OfDeal, (ctx, { dealId }) => keepDeal(ctx, dealId))

/** Sends a planned call, or looks what became of it. */
export const sendCalls = task('send-call', z.object({ id: z.uuid() }), (ctx, { id }) => sendCall(ctx, id))
