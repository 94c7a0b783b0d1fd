import { addLeaf } from '@/lib/anchor/add-leaf'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { rosterCandidates } from './candidates'
import { growRoster } from './grow-roster'
import { insertRoster } from './store'

const HOUR_MS = 3_600_000

/** The hour a roster is of: ⌊unix seconds ÷ 3600⌋. */
export function epochAt(now: Date): number {
  return Math.floor(now.getTime() / HOUR_MS)
}

/**
 * Publishes this hour's roster, once, with its root in the next batch to be timestamped; run it as often as you like.
 * False when there is one already, or nobody stands for committees here.
 */
export async function publishRoster(ctx: Ctx): Promise<boolean> {
  const candidates = await rosterCandidates(ctx)
  if (candidates.length === 0) return false

  const roster = growRoster(candidates)
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    if (!(await insertRoster(tx, epochAt(ctx.now), roster, ctx.now))) return false
    await addLeaf(tx, { kind: 'roster', id: roster.root, now: ctx.now })
    return true
  })
}
