import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { checkUrl } from '@/lib/outbound/check-url'
import { requireViewer, targetOf } from './access'
import type { CreateWebhook } from './schemas'
import { newSecret, sealSecret } from './secret'
import { countWebhooks, insertWebhook, lockWebhooks } from './store'
import { toWebhook } from './view'

/** Each has a line of its own, so their number is limited. */
export const MAX_WEBHOOKS = 50

/**
 * Registers a URL for what happens from now on. `secret` is shown here only. E6001 for a URL we may not send to, E9007 for
 * readers, 409 when there are fifty.
 */
export async function createWebhook(ctx: Ctx, input: CreateWebhook) {
  const actor = await requireViewer(ctx)
  const attempt = { organizationId: actor.organizationId, action: 'webhook.created' }
  return withRefusals({ ...ctx, actor }, attempt, async () => {
    requireWriter(ctx)
    await checkUrl(input.url)
    return await insert({ ...ctx, actor }, input)
  })
}

async function insert(ctx: Ctx<UserActor>, input: CreateWebhook) {
  const { actor, now } = ctx
  const { organizationId, userId } = actor
  const id = newId()
  const secret = newSecret()

  return inTransaction(ctx, async (tx) => {
    await lockWebhooks(tx, organizationId)
    if ((await countWebhooks(tx, organizationId)) >= MAX_WEBHOOKS) throw tooMany()

    const { url, description = null, event_types: eventTypes } = input
    const sealed = sealSecret(id, secret)
    const row = await insertWebhook(tx, {
      id,
      organizationId,
      url,
      description,
      eventTypes,
      secret: sealed,
      createdBy: userId,
      now,
    })
    await recordAudit(tx, { ...ctx, organizationId, action: 'webhook.created', target: targetOf(id) })
    return { ...toWebhook(row, now), secret }
  })
}

function tooMany(): AppError {
  return new AppError('E9004', `Your organization has ${MAX_WEBHOOKS} webhooks. Delete one first.`, { status: 409 })
}
