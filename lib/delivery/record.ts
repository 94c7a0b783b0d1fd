import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { disableEndpoints, saveHealth } from './endpoint-store'
import { healthOf, type Result } from './health'
import { FAILING_SECONDS, nextProbeSeconds } from './schedule'
import { type Move, moveDeliveries } from './store'
import { tellChange } from './tell-change'
import type { DisabledReason } from './types'

export type Recorded = {
  /** Results that were written; the others were overtaken. */
  written: Result[]
  disabled: string[]
}

/**
 * Writes tries, what they did to their deliveries and to the health of their endpoints, in one transaction. A result whose
 * delivery has had another try meanwhile is left out, so recording twice changes nothing.
 */
export async function recordResults(ctx: Pick<Ctx, 'pool' | 'now'>, results: readonly Result[]): Promise<Recorded> {
  return await inSqlTransaction(ctx, async (sql) => {
    const moved = await moveDeliveries(sql, results.map(toMove))
    const keys = new Set(moved.map(({ endpointId, eventId }) => `${endpointId} ${eventId}`))
    const written = results.filter(({ endpointId, eventId }) => keys.has(`${endpointId} ${eventId}`))

    const health = healthOf(written)
    if (health.length > 0) await saveHealth(sql, health)
    const gone = idsOf(written.filter(({ verdict }) => verdict.sign === 'GONE'))
    const failing = health.filter(({ succeeded_at }) => succeeded_at === null).map(({ id }) => id)
    const disabled = [
      ...(await disable(sql, gone, 'GONE', ctx.now)),
      ...(await disable(
        sql,
        failing.filter((id) => !gone.includes(id)),
        'FAILING',
        ctx.now,
      )),
    ]
    return { written, disabled }
  })
}

/**
 * Takes endpoints out of service and tells their organization. FAILING: only those that have failed for five days.
 * Returns which were.
 */
export async function disable(
  sql: Sql,
  ids: readonly string[],
  reason: Exclude<DisabledReason, 'OWNER'>,
  now: Date,
): Promise<string[]> {
  if (ids.length === 0) return []

  const isFailing = reason === 'FAILING'
  const endpoints = await disableEndpoints(sql, ids, {
    reason,
    failingSince: isFailing ? addSeconds(now, -FAILING_SECONDS) : null,
    probeAt: isFailing ? addSeconds(now, nextProbeSeconds(0)) : null,
    now,
  })
  for (const endpoint of endpoints) await tellChange(sql, 'endpoint.disabled', endpoint, now)
  return endpoints.map(({ id }) => id)
}

function idsOf(results: readonly Result[]): string[] {
  return [...new Set(results.map(({ endpointId }) => endpointId))]
}

const STATUS = { DELIVERED: 'DELIVERED', RETRY: 'RETRYING', DEAD: 'DEAD' } as const

function toMove({ endpointId, eventId, attempts, failures, at, verdict }: Result): Move {
  return {
    endpoint_id: endpointId,
    event_id: eventId,
    attempts,
    failures_before: failures,
    failures: verdict.failures,
    status: STATUS[verdict.outcome],
    outcome: verdict.outcome,
    at: at.toISOString(),
    due_at: verdict.dueAt?.toISOString() ?? null,
    reason: verdict.reason,
    status_code: verdict.statusCode,
    duration_ms: verdict.durationMs,
    answer: verdict.answer,
  }
}
