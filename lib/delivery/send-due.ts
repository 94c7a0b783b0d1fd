import { currentTime } from '@/lib/clock'
import { log } from '@/lib/log'
import { withRequestId } from '@/lib/request-scope'
import { inSpan } from '@/lib/telemetry/tracing'
import type { LaneEndpoint } from './endpoint-store'
import type { Result } from './health'
import type { Senders } from './senders'
import type { DueDelivery } from './store'
import type { Answer } from './types'
import { judge, judgeDebug } from './verdict'

/** Sends one delivery, once, and judges what came of it. Never throws. `isSilent`: the endpoint did not answer. */
export async function sendDue(
  senders: Senders,
  endpoint: LaneEndpoint,
  delivery: DueDelivery,
): Promise<{ result: Result; isSilent: boolean }> {
  const { endpointId, eventId, attempts, failures, requestId, event } = delivery
  const isDebug = (delivery.debug?.fail ?? 0) > attempts
  const ids = { event_id: eventId, endpoint_id: endpointId }
  const span = {
    name: `deliver ${endpoint.kind.toLowerCase()}`,
    kind: 'client' as const,
    attributes: {
      ...{ 'countersign.event_id': eventId, 'countersign.endpoint_id': endpointId },
      ...{ 'countersign.request_id': requestId ?? eventId, 'countersign.attempt': attempts + 1 },
    },
  }
  const send = () => inSpan(span, () => ask(senders, endpoint, delivery))
  const answer = isDebug ? null : await withRequestId(requestId ?? eventId, send, ids)

  const at = currentTime()
  const tried = { failures, at, random: Math.random() }
  const verdict = answer ? judge(answer, tried) : judgeDebug(tried)
  const { organizationId, kind } = endpoint
  const type = event?.type ?? null
  const result = { endpointId, eventId, organizationId, kind, type, requestId, attempts, failures, at, verdict }
  return { result, isSilent: answer?.kind === 'failed' }
}

async function ask(senders: Senders, endpoint: LaneEndpoint, { event }: DueDelivery): Promise<Answer> {
  const sender = senders[endpoint.kind]
  if (!event) return { kind: 'void', reason: 'EVENT_ERASED' }
  if (!sender) return { kind: 'failed', reason: 'SENDER_FAILED', durationMs: 0 }

  const begun = performance.now()
  try {
    return await sender(endpoint, event, currentTime())
  } catch (err) {
    log.error({ err, endpoint: endpoint.id, event: event.id }, 'a sender failed')
    return { kind: 'failed', reason: 'SENDER_FAILED', durationMs: performance.now() - begun }
  }
}
