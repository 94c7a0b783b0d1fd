import { minimumStake } from '@/lib/agent/stake/minimum-stake'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { AppError, isAppError } from '@/lib/errors'
import { stakeRule } from './candidates'
import { currentRoster } from './load-roster'
import { epochAt } from './publish-roster'
import { hasFreshRoster } from './roster-rows'

/**
 * E4004 on a desk where committees are off: nobody will ever sit there. Where they are on and nobody stands for them yet, a
 * receipt waits; on a new desk this publishes the first roster.
 */
export async function requireCommittees(ctx: Ctx): Promise<void> {
  if (await hasFreshRoster(sqlOver(ctx.pool), epochAt(ctx.now))) return
  try {
    await currentRoster(ctx)
  } catch (error) {
    // A chain that cannot be reached now says nothing about whether committees are on.
    if (isAppError(error, 'E2004')) return
    if (!isAppError(error, 'E4004')) throw error
    const chainId = env().ANCHOR_CHAIN
    if (stakeRule(chainId, await minimumStake(chainId))) return
    throw new AppError(
      'E4004',
      'This desk has no committees: on the chain it anchors on, nobody has to lock a stake to sit on one. Use another desk.',
    )
  }
}
