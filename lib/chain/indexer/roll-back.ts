import { inSqlTransaction } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { enqueueFollow } from '@/lib/stake/enqueue-follow'
import { findHighestStanding, standingOf } from './find-fork'
import { hasInstantFinality, type Run } from './run'
import { findTop, type KnownBlock, listKnownBlocks, listOwnDeals, lockSameTop, removeAbove } from './store'

/** Known blocks looked through at once for where two chains part. */
const PAGE = 1_000
/** A rolled back deposit is often in the other branch too: its deal is followed when that was read. */
const FOLLOW_AFTER_SECONDS = 1

/**
 * 'stands': all that was read is still on the chain, whose newest block is `newest`. 'moved': it was not, and what the
 * chain has no more counts no longer. 'waiting': the providers cannot tell.
 */
export async function rollBackIfForked(run: Run, newest: KnownBlock): Promise<'stands' | 'moved' | 'waiting'> {
  const { sql, contract } = run
  const top = await findTop(sql, contract.chainId)
  if (!top) return 'moved'
  if (top.number === newest.number && top.hash === newest.hash) return 'stands'

  const standing = await standingOf(run.quorum, top, hasInstantFinality(run))
  if (standing === 'stands') return 'stands'
  return standing === 'gone' ? rollBack(run, top) : 'waiting'
}

async function rollBack(run: Run, top: KnownBlock): Promise<'moved' | 'waiting'> {
  const { ctx, contract } = run
  const fork = await findFork(run, top)
  if (fork === 'unclear') return 'waiting'

  await inSqlTransaction(ctx, async (tx) => {
    if (!(await lockSameTop(tx, contract.chainId, top))) return
    const deals = await listOwnDeals(tx, contract, await removeAbove(tx, contract.chainId, fork))
    for (const deal of deals) await enqueueFollow(tx, deal, { delaySeconds: FOLLOW_AFTER_SECONDS })
    log.info(
      { chainId: contract.chainId, top: top.number, fork: fork.number, deals: deals.length },
      'blocks were undone',
    )
  })
  return 'moved'
}

/** The highest block known here that the chain still has. */
async function findFork(run: Run, top: KnownBlock): Promise<KnownBlock | 'unclear'> {
  const { sql, contract, quorum } = run
  for (let below = top.number; ; ) {
    const known = await listKnownBlocks(sql, contract.chainId, below, PAGE)
    const lowest = known.at(-1)
    if (!lowest) throw new Error(`Chain ${contract.chainId} has none of the blocks that were read from it`)

    const fork = await findHighestStanding(known, (block) => standingOf(quorum, block, hasInstantFinality(run)))
    if (fork) return fork
    below = lowest.number
  }
}
