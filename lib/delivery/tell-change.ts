import { recordAudit } from '@/lib/audit/record'
import type { Sql } from '@/lib/db/sql'
import { publish } from '@/lib/event/publish'
import type { ChangedEndpoint } from './endpoint-store'

type Change = 'endpoint.disabled' | 'endpoint.recovered'

const ACTIONS = { 'endpoint.disabled': 'webhook.disabled', 'endpoint.recovered': 'webhook.recovered' } as const

/** Tells an organization what the desk did to its endpoint: as an event, and in its audit log. Do it last: both lock. */
export async function tellChange(sql: Sql, type: Change, endpoint: ChangedEndpoint, now: Date): Promise<void> {
  const { organization_id: organizationId, id, kind, status, reason, failing_since } = endpoint
  const data = { endpoint_id: id, kind, status, reason, failing_since }
  await publish(sql, { type, subject: id, organizations: [{ organizationId, data }], now })
  await recordAudit(sql, {
    organizationId,
    actor: { kind: 'system', name: 'deliveries' },
    action: ACTIONS[type],
    target: `webhook:${id}`,
    details: { reason },
    requestId: null,
    now,
  })
}
