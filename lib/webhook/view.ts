import type { WebhookAnswer } from './schemas'
import type { WebhookRow } from './store'

/** Pure: a webhook as it is told, without its secrets. */
export function toWebhook(row: WebhookRow, now: Date) {
  const previousUntil = row.previousUntil !== null && row.previousUntil > now ? row.previousUntil : null
  return {
    id: row.id,
    url: row.url ?? '',
    description: row.description,
    event_types: row.eventTypes,
    status: row.status as WebhookAnswer['status'],
    disabled_reason: row.disabledReason as WebhookAnswer['disabled_reason'],
    disabled_at: row.disabledAt,
    first_failure_at: row.firstFailureAt,
    last_success_at: row.lastSuccessAt,
    previous_secret_until: previousUntil,
    concurrency: row.concurrency,
    created_at: row.createdAt,
    updated_at: row.updatedAt,
  }
}
