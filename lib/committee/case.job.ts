import { z } from 'zod'
import { addSeconds } from '@/lib/clock'
import { sqlOver } from '@/lib/db/sql'
import { deskIsAwake } from '@/lib/desk/heartbeat'
import { hashField } from '@/lib/proof/fields'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { listSilent, listUndrawn } from './case-store'
import { drawCase, replaceSilent } from './draw-case'
import { SILENCE_SECONDS } from './round'

const OfCase = z.object({ caseId: hashField })

const BATCH = 100

/** Draws the panel of a case, or says that it is too early. */
export const drawPanel = task('draw-case', OfCase, async (ctx, { caseId }) => {
  await drawCase(ctx, caseId)
})

/** Names the block that draws others for the members who have said nothing. */
export const replaceSilentSeats = task('replace-silent', OfCase, async (ctx, { caseId }) => {
  await replaceSilent(ctx, caseId)
})

/** Cases that wait for their panel. */
export const undrawnCases = sweep('undrawn-cases', 2, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  for (const caseId of await listUndrawn(sql, BATCH)) {
    await enqueue(sql, drawPanel.name, { caseId }, { key: `${drawPanel.name}:${caseId}`, keepExisting: true })
  }
})

/** Panels that a day has brought no verdict. */
export const silentPanels = sweep('silent-panels', 60, async (ctx) => {
  if (!(await deskIsAwake(ctx.db, ctx.now))) return
  const sql = sqlOver(ctx.pool)
  for (const caseId of await listSilent(sql, addSeconds(ctx.now, -SILENCE_SECONDS), BATCH)) {
    const key = `${replaceSilentSeats.name}:${caseId}`
    await enqueue(sql, replaceSilentSeats.name, { caseId }, { key, keepExisting: true })
  }
})
