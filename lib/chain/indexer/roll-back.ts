import { inSqlTransaction } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { findHighestStanding, standingOf } from './find-fork'
import { followUndone } from './follow-up'
import { hasInstantFinality, type Run } from './run'
import { findTop, type KnownBlock, listKnownBlocks, lockSameTop, removeAbove } from './store'

/** Known blocks looked through at once for where two chains part. */
const PAGE = 1_000

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
    const subjects = await removeAbove(tx, contract.chainId, fork)
    const { deals } = await followUndone(tx, contract.chainId, subjects, ctx.now)
    log.info({ chainId: contract.chainId, top: top.number, fork: fork.number, deals }, 'blocks were undone')
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
