import { withRefusals } from '@/lib/audit/refusals'
import { type Ctx, requireUser, requireWriter, type UserActor } from '@/lib/context'
import type { Db } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireFlag } from '@/lib/flags'
import { findWebhook, type WebhookRow } from './store'

/** Whoever may see webhooks of the organization the call acts in. E9010 while the flag is off. */
export async function requireViewer(ctx: Ctx): Promise<UserActor> {
  const actor = requireUser(ctx)
  await requireFlag(ctx, 'FF_WEBHOOKS', actor.organizationId)
  return actor
}

/** A webhook of the caller's organization; E6002 for others' and deleted ones. */
export async function loadWebhook(db: Db, { organizationId }: UserActor, id: string): Promise<WebhookRow> {
  return requireFound(await findWebhook(db, organizationId, id))
}

export function requireFound(webhook: WebhookRow | null): WebhookRow {
  if (webhook) return webhook
  throw noSuchWebhook()
}

export function noSuchWebhook(): AppError {
  return new AppError('E6002', 'Your organization has no such webhook. GET webhooks lists those it has.')
}

/**
 * Does `work` on a webhook for a caller who may: E6002 for strangers, who learn nothing; E9007 for readers, which the audit
 * log keeps as a refused `action`. `before`: as it was a moment ago.
 */
export async function asWriter<T>(
  ctx: Ctx,
  action: `webhook.${string}`,
  id: string,
  work: (ctx: Ctx<UserActor>, before: WebhookRow) => Promise<T>,
): Promise<T> {
  const actor = await requireViewer(ctx)
  const before = await loadWebhook(ctx.db, actor, id)
  const attempt = { organizationId: actor.organizationId, action, target: targetOf(id) }
  return withRefusals({ ...ctx, actor }, attempt, async () => {
    requireWriter(ctx)
    return await work({ ...ctx, actor }, before)
  })
}

/** How the audit log names a webhook. */
export const targetOf = (id: string) => `webhook:${id}`
