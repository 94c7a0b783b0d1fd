import { recordAudit } from '@/lib/audit/record'
import type { Ctx, UserActor } from '@/lib/context'
import { afterCommit } from '@/lib/db/after-commit'
import { inTransaction } from '@/lib/db/transaction'
import { announceDeliveries } from '@/lib/delivery/announce'
import { checkUrl } from '@/lib/outbound/check-url'
import { asWriter, requireFound, targetOf } from './access'
import type { PatchWebhook } from './schemas'
import { lockWebhook, saveWebhook, type WebhookChange, type WebhookRow } from './store'
import { toWebhook } from './view'

type Patch = PatchWebhook & { id: string }

/** Changes a webhook. E6002 for others', E6001 for a URL we may not send to. */
export async function patchWebhook(ctx: Ctx, input: Patch) {
  return asWriter(ctx, 'webhook.changed', input.id, async (writer, before) => {
    if (input.url !== undefined && input.url !== before.url) await checkUrl(input.url)
    return await save(writer, input)
  })
}

async function save(ctx: Ctx<UserActor>, input: Patch) {
  const { actor, now } = ctx
  const { organizationId } = actor
  return inTransaction(ctx, async (tx) => {
    const before = requireFound(await lockWebhook(tx, organizationId, input.id))
    const change = changeOf(before, input, now)
    const changed = Object.keys(input).filter((name) => name !== 'id')
    if (changed.length === 0) return toWebhook(before, now)

    const after = await saveWebhook(tx, input.id, change, now)
    if (before.status !== after.status) afterCommit(tx, 'deliveries', announceDeliveries)
    const target = targetOf(input.id)
    await recordAudit(tx, {
      ...ctx,
      organizationId,
      action: 'webhook.changed',
      target,
      details: { changed, status: after.status },
    })
    return toWebhook(after, now)
  })
}

/** Pure: what is written. A new address has no history of failing; one brought back begins anew. */
export function changeOf(before: WebhookRow, input: PatchWebhook, now: Date): WebhookChange {
  const { url, description, event_types: eventTypes, concurrency, enabled } = input
  return {
    ...(url === undefined || url === before.url ? {} : { url, firstFailureAt: null }),
    ...(description === undefined ? {} : { description }),
    ...(eventTypes === undefined ? {} : { eventTypes }),
    ...(concurrency === undefined ? {} : { concurrency }),
    ...switched(before, enabled, now),
  }
}

function switched({ status, disabledReason }: WebhookRow, enabled: boolean | undefined, now: Date): WebhookChange {
  if (enabled === undefined) return {}
  if (enabled) {
    if (status === 'ACTIVE') return {}
    return { status: 'ACTIVE', disabledReason: null, disabledAt: null, firstFailureAt: null, probeAt: null, probes: 0 }
  }

  if (disabledReason === 'OWNER') return {}
  return { status: 'DISABLED', disabledReason: 'OWNER', disabledAt: now, probeAt: null, probes: 0 }
}
