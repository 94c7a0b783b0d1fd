import type { Health } from './endpoint-store'
import type { PushKind } from './types'
import type { Verdict } from './verdict'

/** A try that has been judged. `attempts`, `failures`: before it. */
export type Result = {
  endpointId: string
  eventId: string
  organizationId: string
  kind: PushKind
  type: string | null
  requestId: string | null
  attempts: number
  failures: number
  at: Date
  verdict: Verdict
}

/** Pure: what results say of each endpoint, in the order the tries ended. */
export function healthOf(results: readonly Result[]): Health[] {
  const found = new Map<string, Health>()
  for (const { endpointId, at, verdict } of results.toSorted((a, b) => a.at.getTime() - b.at.getTime())) {
    if (verdict.sign === 'NOTHING') continue
    const health = found.get(endpointId) ?? { id: endpointId, succeeded_at: null, failed_at: null }
    found.set(endpointId, health)
    if (verdict.sign === 'SUCCESS') {
      health.succeeded_at = at.toISOString()
      health.failed_at = null
    } else {
      health.failed_at ??= at.toISOString()
    }
  }
  return [...found.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
}
