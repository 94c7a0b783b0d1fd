import { inSqlTransaction } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { enqueueFollow } from '@/lib/stake/enqueue-follow'
import { fetchRange } from './fetch-range'
import { growAfter, type PlannedRange, shrinkAfter } from './plan-range'
import type { Run } from './run'
import { applyRange, type Cursor, findKnownHash, type KnownBlock, listOwnDeals, lockUnmoved } from './store'

type Step = { cursor: Cursor; top: KnownBlock; range: PlannedRange }

/**
 * Reads one range and stores it, unless something moved meanwhile: 'moved' and nothing stored. 'read' also after a refusal
 * that made the next range smaller.
 */
export async function readRange(run: Run, { cursor, top, range }: Step): Promise<'read' | 'moved' | 'waiting'> {
  const { ctx, sql, contract, size } = run
  const { chainId, address } = contract
  const fetched = await fetchRange(run.quorum, { address, from: range.from, to: range.to })
  if (fetched.status === 'too few') return shrinkAfter(size, range) ? 'read' : 'waiting'
  if (fetched.status === 'disagreed') {
    log.warn({ chainId, from: range.from, to: range.to }, 'providers tell different logs; none of them is believed')
    return 'waiting'
  }

  const { parent, to, logs } = fetched.range
  if (parent !== (await findKnownHash(sql, chainId, range.from - 1))) return 'moved'
  const isStored = await inSqlTransaction(ctx, async (tx) => {
    if (!(await lockUnmoved(tx, contract, { cursor, top }))) return false
    const deals = await applyRange(tx, contract, cursor, { from: range.from, to, logs, final: range.final })
    for (const deal of await listOwnDeals(tx, contract, deals)) await enqueueFollow(tx, deal)
    return true
  })
  if (isStored) growAfter(size, range)
  return isStored ? 'read' : 'moved'
}
