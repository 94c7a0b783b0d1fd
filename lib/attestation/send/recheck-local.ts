import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { configuredSending } from './attest-chain'
import { enqueueAttest } from './enqueue-attest'
import { listNewestConfirmed, markLost } from './recheck-store'

/** It never loses more than its last seconds, and not many are confirmed between a new start and the first look. */
const NEWEST = 100

/**
 * The local chain can lose its last blocks when it is killed, though they counted as final. What stood in them is taken back,
 * and sent again as after a reorganisation. Answers how many submissions that were.
 */
export async function recheckLocal(ctx: Ctx, sendingOf = configuredSending): Promise<number> {
  const sql = sqlOver(ctx.pool)
  const newest = await listNewestConfirmed(sql, LOCAL_CHAIN, NEWEST)
  if (newest.length === 0) return 0

  const { chain } = sendingOf(LOCAL_CHAIN)
  let lost = 0
  for (const { id, blockNumber, blockHash, operation, uid } of newest) {
    const standing = await chain.standing(uid)
    // By what EAS holds, not by blocks, of which a chain that was started anew may not have all. One that stands says nothing
    // of those below it, since it may have come after the loss.
    if (standing && (operation === 'ATTEST' || standing.revocationTime > 0n)) continue
    await inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => markLost(tx, id, blockHash, ctx.now))
    log.warn({ submission: id, block: blockNumber }, 'the local chain lost attestations')
    lost++
  }
  if (lost > 0) await enqueueAttest(sql, LOCAL_CHAIN)
  return lost
}
