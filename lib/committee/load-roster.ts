import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { epochAt, publishRoster } from './publish-roster'
import { findNewestRoster, findRoster, type PublishedRoster } from './store'

export type { PublishedRoster } from './store'

/** The roster of an hour, as published. E9008 when there is none. */
export async function loadRoster(sql: Sql, epoch: number): Promise<PublishedRoster> {
  const roster = await findRoster(sql, epoch)
  if (!roster) throw new AppError('E9008', `This desk has published no roster of the hour ${epoch}.`)
  return roster
}

/** In hours. After a day without one, those it lists may be gone. */
const MAX_AGE = 24

/**
 * The newest roster; the first call on a new desk, or after a long break, publishes it. E4004 when nobody stands for committees here.
 */
export async function currentRoster(ctx: Ctx): Promise<PublishedRoster> {
  const sql = sqlOver(ctx.pool)
  const epoch = epochAt(ctx.now)
  const newest = await findNewestRoster(sql, epoch)
  if (newest && newest.epoch > epoch - MAX_AGE) return newest

  const first = (await publishRoster(ctx)) ? await findNewestRoster(sql, epoch) : await findRoster(sql, epoch)
  if (!first)
    throw new AppError(
      'E4004',
      'Nobody with a stake stands for committees at this desk: choose another resolution, or register auditors first.',
    )
  return first
}
