import type { Ctx } from '@/lib/context'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { settleHeads } from '@/lib/inbox/heads'
import { lockOpen } from '@/lib/inbox/store'
import type { LockedItem } from '@/lib/inbox/verdict'
import { endForgottenPushes, endItems, findForgottenItems, lockLostHeads } from './store'

const BATCH = 500

/**
 * Ends deliveries that are older than they are kept and that nobody touched since: items no consumer came for or holds, pushes to
 * endpoints that are switched off. Only then may their months be dropped: a head of an inbox must never name an item that
 * is gone. Returns how many.
 */
export async function endForgotten(ctx: Pick<Ctx, 'pool' | 'now'>, cutoff: Date): Promise<number> {
  let all = 0
  for (let ended = -1; ended !== 0; all += ended) ended = await endBatch(ctx, cutoff)
  return all
}

async function endBatch(ctx: Pick<Ctx, 'pool' | 'now'>, cutoff: Date): Promise<number> {
  const pushes = await inSqlTransaction({ pool: ctx.pool }, (sql) => endForgottenPushes(sql, cutoff, BATCH, ctx.now))
  const items = await findForgottenItems(sqlOver(ctx.pool), cutoff, BATCH, ctx.now)
  const endpointId = items[0]?.endpoint_id
  if (endpointId === undefined) return pushes

  const ids = items.map(({ event_id }) => event_id)
  const ended = await inSqlTransaction({ pool: ctx.pool }, async (sql) => {
    const locked = (await lockOpen(sql, endpointId, ids)).filter((item) => !isLeased(item, ctx.now))
    const heads = locked.filter(({ is_head }) => is_head)
    const over = locked.map(({ event_id }) => event_id)
    await endItems(sql, endpointId, over, ctx.now)
    await settleHeads(
      sql,
      heads.map(({ endpoint_id, subject }) => ({ endpoint_id, subject, visible_at: ctx.now })),
      ctx.now,
    )
    return locked.length
  })
  return pushes + ended
}

/** Somebody fetched it since it was found, and may acknowledge it until then. */
function isLeased({ is_head, handle, visible_at }: LockedItem, now: Date): boolean {
  return is_head && handle !== null && visible_at > now
}

/** Heads that name an item that is gone all the same move on; there are none unless rows were deleted by hand. */
export async function moveLostHeads(ctx: Pick<Ctx, 'pool' | 'now'>, cutoff: Date): Promise<number> {
  return inSqlTransaction({ pool: ctx.pool }, async (sql) => {
    const heads = await lockLostHeads(sql, cutoff, BATCH)
    await settleHeads(sql, heads, ctx.now)
    return heads.length
  })
}
