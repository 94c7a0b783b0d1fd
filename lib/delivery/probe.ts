import { addSeconds, currentTime } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { afterCommit } from '@/lib/db/after-commit'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { tell } from '@/lib/tail/tell'
import { announceDeliveries } from './announce'
import { findProbe, type Probe, postponeProbe, recoverEndpoint } from './endpoint-store'
import { nextProbeSeconds } from './schedule'
import { senders as everySender, type Senders } from './senders'
import { tellChange } from './tell-change'
import type { Answer, DeliveredEvent } from './types'
import { judge } from './verdict'

/**
 * Asks a FAILING endpoint whether it answers again, with an `endpoint.probe` that is no event of the log and no delivery. 2xx
 * brings it back and its waiting deliveries go on; 410 ends the asking; anything else is asked again later.
 */
export async function probeEndpoint(
  ctx: Pick<Ctx, 'pool' | 'now'>,
  { id }: { id: string },
  senders: Senders = everySender,
): Promise<void> {
  const probe = await findProbe(sqlOver(ctx.pool), id, ctx.now)
  const send = probe && senders[probe.endpoint.kind]
  if (!send) return

  const answer = await send(probe.endpoint, probeEvent(probe, ctx.now), ctx.now)
  const { outcome, sign } = judge(answer, { failures: 0, at: ctx.now, random: 0 })
  const now = currentTime()
  await inSqlTransaction(ctx, async (sql) => {
    if (outcome !== 'DELIVERED') {
      const probes = probe.probes + 1
      return await postponeProbe(sql, id, probes, sign === 'GONE' ? null : addSeconds(now, nextProbeSeconds(probes)))
    }
    const recovered = await recoverEndpoint(sql, id, now)
    if (!recovered) return
    afterCommit(sql, 'deliveries', announceDeliveries)
    await tellChange(sql, 'endpoint.recovered', recovered, now)
  })
  tellProbe(probe, answer)
}

function probeEvent({ endpoint, failingSince }: Probe, now: Date): DeliveredEvent {
  const { id, organizationId, kind } = endpoint
  return {
    id: newId(),
    organization_id: organizationId,
    type: 'endpoint.probe',
    subject: id,
    sequence: 0,
    source: 'desk',
    data: { endpoint_id: id, kind, status: 'DISABLED', reason: 'FAILING', failing_since: failingSince },
    metadata: {},
    created_at: now,
  }
}

function tellProbe({ endpoint }: Probe, answer: Answer): void {
  const status = answer.kind === 'answered' ? answer.status : null
  tell({
    organizationId: endpoint.organizationId,
    level: status !== null && status >= 200 && status <= 299 ? 'info' : 'warn',
    source: 'webhook',
    message: status === null ? 'A probe of a disabled webhook was not answered.' : `A probe was answered ${status}.`,
    context: { endpoint_id: endpoint.id, status },
  })
}
