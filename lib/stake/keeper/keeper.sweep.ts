import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { sweep } from '@/lib/queue/sweep'
import { enqueueKeeper } from './enqueue-keeper'
import { enqueueSend } from './enqueue-send'
import { blockSeconds } from './keeping'
import { listDueCallIds, listDueDeals } from './store'

/** More than this waits for the next sweep. */
const BATCH = 200

/** Deals the chain has something due for, and calls whose next look was lost with a worker. */
export const keeper = sweep('keeper', 3, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  const chainIds = [...env().rpcUrls.keys()]
  for (const { id, chainId } of await listDueDeals(sql, chainIds, ctx.now, BATCH)) {
    // What is looked for again and again is asked of a provider once a block.
    const delaySeconds = chainId === LOCAL_CHAIN ? 0 : blockSeconds(chainId)
    await enqueueKeeper(sql, id, { keepExisting: true, delaySeconds })
  }
  for (const id of await listDueCallIds(sql, ctx.now, BATCH)) await enqueueSend(sql, id, { keepExisting: true })
})
