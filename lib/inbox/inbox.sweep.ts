import { sweep } from '@/lib/queue/sweep'
import { expireLeases } from './expire'

/** Leases that ran out. Asking for items finds them too; this is for inboxes nobody asks. */
export const expiredLeases = sweep('expired-leases', 5, async (ctx) => {
  await expireLeases(ctx)
})
