import { z } from 'zod'
import { countAuditors } from '@/lib/agent/auditor-store'
import { sqlOver } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { epochAt, publishRoster } from './publish-roster'
import { findRoster } from './store'

/** Publishes the roster of the hour. */
export const publishHourly = task('publish-roster', z.object({}), async (ctx) => {
  await publishRoster(ctx)
})

/** Looks whether the hour has its roster, and whether anybody stands for it. */
export const missingRoster = sweep('missing-roster', 20, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  if (await findRoster(sql, epochAt(ctx.now))) return
  if ((await countAuditors(sql, ctx.now)) === 0) return
  await enqueue(sql, publishHourly.name, {}, { key: publishHourly.name, keepExisting: true })
})
