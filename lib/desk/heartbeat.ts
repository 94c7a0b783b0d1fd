import { addSeconds } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import type { Db } from '@/lib/db/transaction'
import { log } from '@/lib/log'
import { applyDowntimes } from './apply-downtimes'
import { beat, MAX_SILENCE_SECONDS, type Role } from './beat'
import { countBeats, countPendingDowntimes } from './store'

const BEAT_MS = 5_000

/**
 * Beats for this process until the returned function is called. Resolves once the first beat is in the database and every
 * downtime it ended is applied, so that nothing is judged by a deadline that is about to move: call it before the process
 * does anything for anybody. Throws when the database does not answer; later failures are logged and tried again.
 */
export async function startHeartbeat(role: Role): Promise<() => void> {
  await beatAndApply(role)

  let isBeating = false
  const timer = setInterval(() => {
    if (isBeating) return
    isBeating = true
    beatAndApply(role)
      .catch((err: unknown) => log.error({ err, role }, 'a heartbeat was missed'))
      .finally(() => {
        isBeating = false
      })
  }, BEAT_MS)
  return () => clearInterval(timer)
}

async function beatAndApply(role: Role): Promise<void> {
  const ctx = systemContext('heartbeat')
  await beat(ctx, role)
  await applyDowntimes(ctx)
}

/**
 * Whether deadlines may take effect at `now`: web and worker have both been heard of within 60 seconds, and no downtime
 * is still to be made up for.
 */
export async function deskIsAwake(db: Db, now: Date): Promise<boolean> {
  const [heard, pending] = await Promise.all([
    countBeats(db, ['web', 'worker'], addSeconds(now, -MAX_SILENCE_SECONDS)),
    countPendingDowntimes(db),
  ])
  return heard === 2 && pending === 0
}
