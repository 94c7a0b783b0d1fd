import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import { type Ctx, requireUser, type UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { LIMITS, type LimitGroup } from '@/lib/http/rate-limit'
import { newId } from '@/lib/id'
import { newApiKey, newPublicId } from '../token'
import { toKeyAnswer } from './answer'
import type { CreateApiKey } from './schemas'
import { covers } from './scopes'
import { countKeysOf, findKey, insertKey } from './store'

/** Each key has its own rate limits, so their number is limited too. */
export const MAX_KEYS = 50
/** How many times the default a key's quota may be. */
export const MAX_QUOTA_FACTOR = 10

/**
 * A key that acts for the caller in the organization of this call. `key` is shown here only. E9007 for readers and for
 * a key that asks for more, or for longer, than it has itself; E9004 for a time that has passed, a quota out of bounds
 * and too many keys.
 */
export async function createApiKey(ctx: Ctx, input: CreateApiKey) {
  const actor = requireUser(ctx)
  const attempt = { organizationId: actor.organizationId, action: 'api_key.created' }
  return withRefusals({ ...ctx, actor }, attempt, () => create({ ...ctx, actor }, input))
}

async function create(ctx: Ctx<UserActor>, input: CreateApiKey) {
  const { actor } = ctx
  if (actor.role === 'reader') throw new AppError('E9007', 'Readers of an organization cannot make API keys for it.')
  if (actor.scopes !== null && !covers(actor.scopes, input.scopes)) {
    throw new AppError('E9007', 'A key cannot make a key that may do more than itself.')
  }
  requireFuture(ctx.now, input.expires_at)
  requireQuotas(input.quotas)

  return inTransaction(ctx, async (tx) => {
    await requireRoom(tx, actor)
    const expiresAt = await withinOwnLife(tx, actor, input.expires_at ?? null)
    const publicId = newPublicId()
    const { key, hash } = newApiKey(publicId)
    const row = await insertKey(tx, {
      id: newId(),
      publicId,
      organizationId: actor.organizationId,
      userId: actor.userId,
      name: input.name,
      secretHash: hash,
      scopes: input.scopes,
      quotas: input.quotas,
      createdAt: ctx.now,
      expiresAt,
    })
    await recordAudit(tx, {
      ...ctx,
      organizationId: actor.organizationId,
      action: 'api_key.created',
      target: `api_key:${row.id}`,
      details: { scopes: row.scopes, quotas: input.quotas ?? null, expires_at: expiresAt?.toISOString() ?? null },
    })
    return { ...toKeyAnswer(row), key }
  })
}

function requireFuture(now: Date, expiresAt: Date | undefined): void {
  if (expiresAt === undefined || expiresAt > now) return
  throw new AppError('E9004', 'The key would have expired already.', {
    fields: [{ path: 'expires_at', message: 'This time has passed.' }],
  })
}

function requireQuotas(quotas: CreateApiKey['quotas']): void {
  const entries = Object.entries(quotas ?? {}) as [LimitGroup, number][]
  const excess = entries.find(([group, calls]) => calls > MAX_QUOTA_FACTOR * LIMITS[group])
  if (!excess) return

  const [group] = excess
  const message = `At most ${MAX_QUOTA_FACTOR * LIMITS[group]} calls a minute.`
  throw new AppError('E9004', `A quota is too high (${group}). ${message}`, {
    fields: [{ path: `quotas.${group}`, message }],
  })
}

async function requireRoom(tx: Tx, { userId, organizationId }: UserActor): Promise<void> {
  if ((await countKeysOf(tx, userId, organizationId)) < MAX_KEYS) return
  throw new AppError('E9004', `You have ${MAX_KEYS} keys in this organization. Revoke one first.`, { status: 409 })
}

/** A key made by a key does not outlive it. */
async function withinOwnLife(tx: Tx, { keyId }: UserActor, wanted: Date | null): Promise<Date | null> {
  const end = keyId === null ? null : ((await findKey(tx, keyId))?.expiresAt ?? null)
  if (end === null || (wanted !== null && wanted <= end)) return wanted
  if (wanted === null) return end
  throw new AppError('E9007', 'A key cannot make a key that lives longer than itself.')
}
