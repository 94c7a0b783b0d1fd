import type { Ctx, UserActor } from '@/lib/context'
import { fanOut } from '@/lib/delivery/fan-out'
import { publishOwn } from '@/lib/event/publish-own'
import { PublishEvent } from '@/lib/event/schemas'

/** Publishes one event of each subject named, in this order, and hands them to the endpoints. Returns their ids. */
export async function arrive(ctx: Ctx<UserActor>, ...subjects: string[]): Promise<string[]> {
  const ids: string[] = []
  for (const subject of subjects) {
    const input = PublishEvent.parse({ type: 'order.paid', payload: { of: subject }, metadata: { subject } })
    ids.push((await publishOwn(ctx, input)).id)
  }
  await fanOutAll(ctx)
  return ids
}

/** Hands out everything that was committed so far, whoever else writes meanwhile. */
export async function fanOutAll(ctx: Pick<Ctx, 'pool' | 'now'>): Promise<void> {
  const { rows } = await ctx.pool.query<{ tx: string }>('SELECT pg_current_xact_id()::text AS tx')
  const until = BigInt(rows[0]?.tx ?? 0)
  for (;;) {
    const taken = await fanOut(ctx)
    if (taken > 0) continue
    const { rows: left } = await ctx.pool.query(
      `SELECT 1 FROM events WHERE tx < $1::text::xid8
       AND (tx, id) > (SELECT tx, last_id FROM fan_out WHERE id = 1) LIMIT 1`,
      [String(until)],
    )
    if (left.length === 0) return
  }
}
