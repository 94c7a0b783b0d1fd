import { tell } from '@/lib/tail/tell'
import type { Result } from './health'
import { readReason } from './reasons'

const LEVELS = { DELIVERED: 'info', RETRY: 'warn', DEAD: 'error' } as const
const WORDS = { DELIVERED: 'Delivered', RETRY: 'Failed', DEAD: 'Dead' } as const

/** A try as a line of its organization's live tail. */
export function tellTry({
  organizationId,
  kind,
  type,
  requestId,
  endpointId,
  eventId,
  attempts,
  verdict,
}: Result): void {
  const { outcome, reason, statusCode, durationMs, dueAt } = verdict
  const why = reason === null ? '' : `: ${readReason(reason).text}`
  tell({
    organizationId,
    level: LEVELS[outcome],
    source: kind.toLowerCase(),
    message: `${WORDS[outcome]}, ${type ?? 'an erased event'}, try ${attempts + 1}${why || '.'}`,
    requestId: requestId ?? undefined,
    context: {
      endpoint_id: endpointId,
      event_id: eventId,
      status: statusCode,
      duration_ms: durationMs,
      next_at: dueAt?.toISOString() ?? null,
    },
  })
}
