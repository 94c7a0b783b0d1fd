import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { typeFilterOf } from '@/lib/event/event-type'
import { openHeads } from './heads'
import { loadInbox } from './inbox-of'
import type { RequeueDead } from './schemas'
import { countWornOut, findRequeueStates, type RequeuedRow, type RequeueQuery, reopenDead } from './store'
import { MAX_REQUEUES, requeueLimitOf } from './verdict'

/** One transaction opens so many; one call so many of them. */
const BATCH = 500
const MAX_BATCHES = 20
const NO_ID = '00000000-0000-0000-0000-000000000000'

type Input = RequeueDead & { endpoint?: string | undefined }
type LeftOut = { reason: 'LIMIT' | 'NOT_DEAD' | 'NOT_FOUND' | 'OTHER_TYPE'; count: number }

/**
 * Brings dead items back: those of `ids`, or all. What was brought back three times before is left to owners and admins.
 * Says how many were left out, and why.
 */
export async function requeueDead(ctx: Ctx<UserActor>, { endpoint, ...input }: Input) {
  const attempt = { organizationId: ctx.actor.organizationId, action: 'inbox.requeued' }
  return withRefusals(ctx, attempt, async () => {
    requireWriter(ctx)
    return requeueAll(ctx, await loadInbox(ctx, endpoint), input)
  })
}

async function requeueAll(ctx: Ctx<UserActor>, endpointId: string, input: RequeueDead) {
  const { organizationId, role } = ctx.actor
  const type = typeFilterOf(input.type)
  const query = { organizationId, endpointId, ids: input.ids ?? null, type, now: ctx.now }
  const below = requeueLimitOf(role)
  const leftOut = await findLeftOut(sqlOver(ctx.pool), query, input, below)

  let requeued = 0
  let after = NO_ID
  for (let batch = 0; batch < MAX_BATCHES; batch++) {
    const rows = await requeueRecorded(ctx, { ...query, below, after, limit: BATCH })
    if (rows.length === 0) return { requeued, left_out: leftOut, more: false }
    requeued += rows.length
    after =
      rows
        .map(({ event_id }) => event_id)
        .sort()
        .at(-1) ?? after
  }
  return { requeued, left_out: leftOut, more: true }
}

async function requeueRecorded(ctx: Ctx<UserActor>, query: RequeueQuery): Promise<RequeuedRow[]> {
  return inSqlTransaction({ pool: ctx.pool }, async (sql) => {
    const rows = await requeueBatch(sql, query)
    if (rows.length > 0) {
      await recordAudit(sql, {
        ...ctx,
        organizationId: query.organizationId,
        action: 'inbox.requeued',
        target: `endpoint:${query.endpointId}`,
        details: { requeued: rows.length },
      })
    }
    return rows
  })
}

/** Opens dead items again and gives their subjects heads, in the transaction that is given. */
export async function requeueBatch(sql: Sql, query: RequeueQuery): Promise<RequeuedRow[]> {
  const rows = await reopenDead(sql, query)
  const opened = rows.map((row) => ({ ...row, endpoint_id: query.endpointId, visible_at: query.now }))
  await openHeads(sql, opened)
  return rows
}

async function findLeftOut(
  sql: Sql,
  query: Parameters<typeof countWornOut>[1],
  input: RequeueDead,
  below: number | null,
): Promise<LeftOut[]> {
  const limit = below === null ? 0 : await countWornOut(sql, query, MAX_REQUEUES)
  const counts: LeftOut[] = [{ reason: 'LIMIT', count: limit }]
  if (input.ids) {
    const states = await findRequeueStates(sql, query.endpointId, input.ids)
    const dead = states.filter(({ status }) => status === 'DEAD')
    const { noun, type } = query.type
    const isWanted = (is: string) => (type === null || is === type) && (noun === null || is.startsWith(noun))
    counts.push(
      { reason: 'NOT_DEAD', count: states.length - dead.length },
      { reason: 'NOT_FOUND', count: new Set(input.ids).size - states.length },
      { reason: 'OTHER_TYPE', count: dead.filter((state) => !isWanted(state.type)).length },
    )
  }
  return counts.filter(({ count }) => count > 0)
}
