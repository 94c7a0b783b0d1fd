import { z } from 'zod'
import { sqlOver } from '@/lib/db/sql'
import { deskIsAwake } from '@/lib/desk/heartbeat'
import { hashField, uintField } from '@/lib/proof/fields'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { task } from '@/lib/queue/task'
import { drawRound } from './draw-round'
import { endRound } from './end-round'
import { listDue, takeWaiting } from './round-store'

const BATCH = 200

/** Draws the committee of a receipt, or says that it is too early. */
export const drawCommittee = task('draw-committee', z.object({ receiptId: hashField }), async (ctx, { receiptId }) => {
  await drawRound(ctx, receiptId)
})

const OfRound = z.object({ receiptId: hashField, round: uintField })

/** Replaces the silent members of a round whose time has run out, or ends its receipt. */
export const endCommittee = task('end-committee', OfRound, async (ctx, ofRound) => {
  await endRound(ctx, ofRound)
})

/** Receipts that wait for their committee. */
export const undrawnReceipts = sweep('undrawn-receipts', 2, async (ctx) => {
  const sql = sqlOver(ctx.pool)
  for (const receiptId of await takeWaiting(sql, ctx.now, BATCH)) {
    const key = `${drawCommittee.name}:${receiptId}`
    // Each look begins with a job of its own: one that failed while no node answered would hold the next ones back.
    await enqueue(sql, drawCommittee.name, { receiptId }, { key })
  }
})

/** Committees whose time has run out. */
export const dueCommittees = sweep('due-committees', 10, async (ctx) => {
  if (!(await deskIsAwake(ctx.db, ctx.now))) return
  const sql = sqlOver(ctx.pool)
  for (const due of await listDue(sql, ctx.now, BATCH)) {
    const key = `${endCommittee.name}:${due.receiptId}:${due.round}`
    await enqueue(sql, endCommittee.name, due, { key, keepExisting: true })
  }
})
