import type { Ctx, UserActor } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findAttemptsOf, findDeliveriesOf, hasEvent } from './delivery-store'

/** What became of one event at each endpoint of the caller's organization, with every try. E9008 for others' events. */
export async function listDeliveriesOf(ctx: Ctx<UserActor>, { id }: { id: string }) {
  const { organizationId } = ctx.actor
  const sql = sqlOver(ctx.pool)
  if (!(await hasEvent(sql, organizationId, id))) {
    throw new AppError('E9008', 'Your organization has no such event.')
  }

  const deliveries = await findDeliveriesOf(sql, organizationId, id)
  const attempts = await findAttemptsOf(
    sql,
    deliveries.map(({ endpoint_id }) => endpoint_id),
    id,
  )
  return {
    data: deliveries.map((delivery) => ({
      ...delivery,
      attempts: attempts
        .filter(({ endpoint_id }) => endpoint_id === delivery.endpoint_id)
        .map(({ endpoint_id: _, ...attempt }) => attempt),
    })),
  }
}
