import type { DeliveredEvent } from '@/lib/delivery/types'

/** Pure: an event as a receiver reads it. `timestamp` is where Standard Webhooks has the time of what happened. */
export function toBody(event: DeliveredEvent): string {
  const { id, type, subject, sequence, source, data, metadata } = event
  const createdAt = event.created_at.toISOString()
  return JSON.stringify({
    id,
    type,
    timestamp: createdAt,
    subject,
    sequence,
    source,
    data,
    metadata,
    created_at: createdAt,
  })
}
