import { extendForDowntime } from '@/lib/challenge/extend-for-downtime'
import { listOpenIds } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import { log } from '@/lib/log'
import { listPendingDowntimes, markApplied } from './store'

type Downtime = { startedAt: Date; endedAt: Date }

/** What the fair clock moves: the challenges a downtime covered, and how one of them is extended (safe to repeat). */
type Challenges = {
  listCovered(ctx: Ctx, downtime: Downtime): Promise<string[]>
  extend(ctx: Ctx, challengeId: string, downtime: Downtime): Promise<void>
}

const challenges: Challenges = {
  listCovered: (ctx, downtime) => listOpenIds(ctx.db, downtime),
  extend: extendForDowntime,
}

/**
 * Extends the deadlines that recorded downtimes covered, oldest downtime first, each challenge in its own transaction; a
 * downtime counts as applied when all of its challenges are. Any number of processes may do it at once. Throws when a
 * challenge could not be extended, after the others were: until it is, no deadline of the desk takes effect.
 */
export async function applyDowntimes(ctx: Ctx, { listCovered, extend }: Challenges = challenges): Promise<void> {
  for (const { id, startedAt, endedAt } of await listPendingDowntimes(ctx.db)) {
    const downtime = { startedAt, endedAt }
    const failures: unknown[] = []
    for (const challengeId of await listCovered(ctx, downtime)) {
      await extend(ctx, challengeId, downtime).catch((err: unknown) => {
        log.error({ err, challengeId }, 'a deadline could not be extended for a downtime of the desk')
        failures.push(err)
      })
    }
    if (failures.length > 0) throw failures[0]
    await markApplied(ctx.db, id, ctx.now)
  }
}
