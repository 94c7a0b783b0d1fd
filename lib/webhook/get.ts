import type { Ctx } from '@/lib/context'
import { loadWebhook, requireViewer } from './access'
import { toWebhook } from './view'

/** One webhook of the caller's organization. E6002 for others'. */
export async function getWebhook(ctx: Ctx, { id }: { id: string }) {
  const actor = await requireViewer(ctx)
  return toWebhook(await loadWebhook(ctx.db, actor, id), ctx.now)
}
