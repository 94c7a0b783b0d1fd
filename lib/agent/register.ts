import { recordAudit } from '@/lib/audit/record'
import { addSeconds } from '@/lib/clock'
import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { isUniqueViolation } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/event/publish'
import { Reply } from '@/lib/http/reply'
import { newId } from '@/lib/id'
import { parseDid } from '@/lib/proof/did'
import { memberOf } from '@/lib/proof/did-key'
import type { Agent } from './agent'
import { findStakePlace, toView } from './agent-view'
import { type Consume, proveAgent } from './prove-agent'
import type { RegisterAgent } from './schemas'
import { isAccount, lockAgent, lockDid, ownsWallet, putAgent } from './store'

const DEFAULT_TTL_SECONDS = 30 * 86_400

/**
 * Registers an agent whose key signed its challenge, for the caller: 201. Registering again says anew what it can do (what is
 * left out stays) and how long it counts: 200. Throws E1003–E1008 for the proof, E9004 for a first registration without
 * capabilities, 409 when the DID is somebody else's agent.
 */
export async function registerAgent(ctx: Ctx, input: RegisterAgent): Promise<Reply> {
  const actor = requireWriter(ctx)
  const [consume, place] = [await proveAgent(ctx, actor, input), await findStakePlace()]
  const work = async (tx: Sql) => {
    const { agent, isNew } = await put(tx, ctx, actor, input, consume)
    return new Reply(isNew ? 201 : 200, await toView(tx, ctx, agent, place))
  }
  return againOnRace(() => inSqlTransaction(ctx, work))
}

async function put(tx: Sql, ctx: Ctx, actor: UserActor, input: RegisterAgent, consume: Consume) {
  await consume(tx)
  await lockDid(tx, input.did)
  const before = await lockAgent(tx, input.did)
  if (before && before.userId !== actor.userId && (await isStillTheirs(tx, before))) {
    throw new AppError('E9004', 'This DID is registered by another account.', { status: 409 })
  }
  const known = before?.userId === actor.userId ? before : null
  const capabilities = input.capabilities ?? known?.capabilities ?? []
  if (capabilities.length === 0) throw noCapabilities()

  const ttlSeconds = input.ttl_seconds ?? known?.ttlSeconds ?? DEFAULT_TTL_SECONDS
  await putAgent(tx, {
    id: before?.id ?? newId(),
    did: input.did,
    member: memberOf(input.did),
    userId: actor.userId,
    organizationId: actor.organizationId,
    name: input.name === undefined ? (known?.name ?? null) : input.name,
    capabilities,
    ttlSeconds,
    expiresAt: addSeconds(ctx.now, ttlSeconds),
    now: ctx.now,
  })
  const agent = await lockAgent(tx, input.did)
  if (!agent) throw new Error('The agent was not stored')
  await tell(tx, ctx, actor, agent)
  return { agent, isNew: known === null }
}

/** Whoever gave a wallet away has no say about its agent any more; a key without one stays with its first account, while there is one. */
async function isStillTheirs(tx: Sql, { did, userId }: Agent): Promise<boolean> {
  const account = parseDid(did)
  return account ? ownsWallet(tx, userId, account.address) : isAccount(tx, userId)
}

async function tell(tx: Sql, ctx: Ctx, actor: UserActor, agent: Agent): Promise<void> {
  const { organizationId, did, auditor, expiresAt } = agent
  const { requestId, now } = ctx
  await publish(tx, {
    type: 'agent.registered',
    subject: did,
    organizations: [{ organizationId, data: { did, auditor, expires_at: expiresAt } }],
    requestId,
    now,
  })
  await recordAudit(tx, {
    organizationId,
    actor,
    action: 'agent.registered',
    target: `agent:${agent.id}`,
    requestId,
    now,
  })
}

/** The same new agent twice at once: the second finds what the first one made, or that its text was used. */
async function againOnRace<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (isUniqueViolation(error)) return work()
    throw error
  }
}

function noCapabilities(): AppError {
  const message = 'Name at least one thing it can do.'
  return new AppError('E9004', message, { fields: [{ path: 'capabilities', message }] })
}
