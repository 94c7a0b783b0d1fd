import { recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { type Replay, replay } from '@/lib/delivery/replay'
import { AppError } from '@/lib/errors'
import { asWriter, noSuchWebhook, targetOf } from './access'
import type { ReplayWebhook } from './schemas'
import { holdWebhook } from './store'

type Asked = ReplayWebhook & { id: string }

/**
 * Has events sent again, each by its own id, with eight tries of its own. What waits for a disabled webhook waits until it is
 * brought back. `more`: call again with `after: next` for the rest. E6002 for others' webhooks, E9008 for an event that is not the
 * organization's, E9004 for a range that holds too many.
 */
export async function replayWebhook(ctx: Ctx, input: Asked) {
  return asWriter(ctx, 'webhook.replayed', input.id, (writer) => replayOwn(writer, input))
}

async function replayOwn(ctx: Ctx<UserActor>, input: Asked) {
  const { organizationId } = ctx.actor
  return inSqlTransaction(ctx, async (sql) => {
    if (!(await holdWebhook(sql, organizationId, input.id))) throw noSuchWebhook()

    const { replayed, next } = await replay(sql, toReplay(input), ctx.now)
    if (input.event_id !== undefined && replayed === 0) throw noSuchEvent()

    const details = { by: input.event_id ? 'event' : input.missing ? 'missing' : 'range', replayed }
    await recordAudit(sql, { ...ctx, organizationId, action: 'webhook.replayed', target: targetOf(input.id), details })
    return { replayed, more: next !== null, next }
  })
}

function toReplay({ id: endpointId, event_id, from, to, after }: Asked): Replay {
  if (event_id !== undefined) return { endpointId, eventIds: [event_id] }
  if (from !== undefined && to !== undefined) return { endpointId, from, to }
  return { endpointId, missing: true, after }
}

function noSuchEvent(): AppError {
  return new AppError('E9008', 'Your organization has no such event. GET events lists those it has.')
}
