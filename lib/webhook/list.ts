import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { requireViewer } from './access'
import { findWebhooks } from './store'
import { toWebhook } from './view'

/** The webhooks of the caller's organization, newest first. */
export async function listWebhooks(ctx: Ctx, { limit, cursor }: { limit: number; cursor?: string }) {
  const { organizationId } = await requireViewer(ctx)
  const query = ['webhooks', organizationId]
  const before = cursor === undefined ? undefined : decodeCursor(query, cursor, z.uuid())

  const rows = await findWebhooks(ctx.db, organizationId, limit + 1, before)
  return toPage(
    query,
    rows,
    limit,
    ({ id }) => id,
    (row) => toWebhook(row, ctx.now),
  )
}
