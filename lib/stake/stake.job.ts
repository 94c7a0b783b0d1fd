import { z } from 'zod'
import { task } from '@/lib/queue/task'
import { followDeal } from './follow-deal'

/** Brings a deal to what the chain says of it. */
export const followDealJob = task('follow-deal', z.object({ dealId: z.string() }), followDeal)
