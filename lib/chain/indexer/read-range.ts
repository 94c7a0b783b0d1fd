import { inSqlTransaction } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { fetchRange } from './fetch-range'
import { followUp } from './follow-up'
import { growAfter, type PlannedRange, shrinkAfter } from './plan-range'
import type { Run } from './run'
import { applyRange, type Cursor, findKnownHash, type KnownBlock, lockUnmoved } from './store'

type Step = { cursor: Cursor; top: KnownBlock; range: PlannedRange }

/**
 * Reads one range and stores it, unless something moved meanwhile: 'moved' and nothing stored. 'read' also after a refusal
 * that made the next range smaller.
 */
export async function readRange(run: Run, { cursor, top, range }: Step): Promise<'read' | 'moved' | 'waiting'> {
  const { ctx, sql, contract, size } = run
  const { chainId, address, kind } = contract
  const fetched = await fetchRange(run.quorum, { address, kind, from: range.from, to: range.to })
  if (fetched.status === 'too few') return shrinkAfter(size, range) ? 'read' : 'waiting'
  if (fetched.status === 'disagreed') {
    log.warn({ chainId, from: range.from, to: range.to }, 'providers tell different logs; none of them is believed')
    return 'waiting'
  }

  const { parent, to, logs } = fetched.range
  if (parent !== (await findKnownHash(sql, chainId, range.from - 1))) return 'moved'
  const isStored = await inSqlTransaction(ctx, async (tx) => {
    if (!(await lockUnmoved(tx, contract, { cursor, top }))) return false
    const subjects = await applyRange(tx, contract, cursor, { from: range.from, to, logs, final: range.final })
    await followUp(tx, contract, subjects, ctx.now)
    return true
  })
  if (isStored) growAfter(size, range)
  return isStored ? 'read' : 'moved'
}
