import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { type DeliveryRow, findDeliveries } from '@/lib/delivery/list-store'
import { decodeCursor, toPage } from '@/lib/http/cursor'
import { loadWebhook, requireViewer } from './access'
import type { DeliveryQuery } from './schemas'

/** What was, is and will be sent to a webhook, the newest event first, each with its tries. E6002 for others' webhooks. */
export async function listWebhookDeliveries(ctx: Ctx, input: DeliveryQuery & { id: string }) {
  const actor = await requireViewer(ctx)
  await loadWebhook(ctx.db, actor, input.id)

  const { id: endpointId, status, cursor, limit } = input
  const query = ['webhook-deliveries', endpointId, status]
  const after = cursor === undefined ? null : decodeCursor(query, cursor, z.uuid())
  const rows = await findDeliveries(sqlOver(ctx.pool), { endpointId, status, after, limit: limit + 1 })
  return toPage(query, rows, limit, ({ event_id }) => event_id, toDelivery)
}

/** Pure: a delivery as it is told. */
function toDelivery(row: DeliveryRow) {
  const { endpoint_id: _, attempts: __, updated_at: ___, tries, ...told } = row
  return { ...told, attempts: tries.map(({ status_code: status, ...attempt }) => ({ ...attempt, status })) }
}
