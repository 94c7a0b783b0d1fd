import { z } from 'zod'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { resolveByOracle } from './resolve-by-oracle'
import { listAwaitingOracle } from './store'

/** More than this waits for the next sweep. */
const BATCH = 200

/** Ends a challenge by its oracle when the oracle has spoken. What cannot be told now is left to the next sweep. */
export const askOracle = task('ask-oracle', z.object({ id: z.uuid() }), async (ctx, { id }) => {
  try {
    await resolveByOracle(ctx, { id })
  } catch (error) {
    if (!isAppError(error, 'E4001') && !isAppError(error, 'E4002')) throw error
    log.warn({ challenge_id: id, code: error.code }, 'an oracle could not be read')
  }
})

export const oracles = sweep('oracles', 15, (ctx) => sweepOracles(ctx, false))
export const localOracles = sweep('local-oracles', 2, (ctx) => sweepOracles(ctx, true))

async function sweepOracles(ctx: Pick<Ctx, 'pool' | 'now'>, local: boolean): Promise<void> {
  const sql = sqlOver(ctx.pool)
  for (const id of await listAwaitingOracle(sql, { now: ctx.now, localChain: LOCAL_CHAIN, local, take: BATCH })) {
    await enqueue(sql, 'ask-oracle', { id }, { key: `ask-oracle:${id}`, keepExisting: true, maxAttempts: 3 })
  }
}
