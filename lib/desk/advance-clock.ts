import { setTimeout as sleep } from 'node:timers/promises'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { isProviderFailure } from '@/lib/chain/provider-failure'
import { chainProviders } from '@/lib/chain/providers'
import { currentTime, setMillisecondsAhead } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { mineLater } from './local-time'
import { HEARD_EVERYWHERE_MS, hasTestClock } from './test-clock'
import { addSecondsAhead } from './test-clock-store'

/**
 * Puts the desk's now, its jobs, its signs of life and the local chain's time forward together, in all processes: when it
 * answers, each goes by the new time. Never back. E9008 without a test clock; E2004, and nothing moved, when the chain
 * does not answer. Whatever ends by time ends: sessions and texts to sign too.
 */
export async function advanceClock(ctx: Pick<Ctx, 'pool'>, input: { advance_seconds: number }): Promise<{ now: Date }> {
  const [chain] = hasTestClock() ? chainProviders(LOCAL_CHAIN) : []
  if (!chain) throw new AppError('E9008', 'This desk goes by the clock of the world.')
  const seconds = input.advance_seconds
  if (seconds === 0) return { now: currentTime() }

  // The chain first: a block that is ahead of the desk looks fresh, one that is behind looks stale.
  await mineLater(chain, seconds).catch((cause: unknown) => {
    if (!isProviderFailure(cause)) throw cause
    throw new AppError('E2004', 'The local chain does not answer, so its time cannot move.', { cause })
  })
  const ahead = await inSqlTransaction({ pool: ctx.pool }, (sql) => addSecondsAhead(sql, seconds))
  setMillisecondsAhead(ahead * 1000)
  await sleep(HEARD_EVERYWHERE_MS)
  return { now: currentTime() }
}
