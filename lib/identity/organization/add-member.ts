import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireSession } from '../require-session'
import { findUser, findUserByWallet } from '../user-store'
import { loadMember, requireManager, requireMembership } from './access'
import { toMemberAnswer } from './answers'
import { mayAssign } from './roles'
import type { AddMember } from './schemas'
import { findMembership, insertMember, lockOrganization } from './store'

/**
 * Takes somebody who has signed in before into an organization. E9008 for strangers to it and for unknown people,
 * E9007 for roles the caller may not give, E9004 (409) for somebody who is a member already.
 */
export async function addMember(ctx: Ctx, input: AddMember & { id: string }) {
  const actor = requireSession(ctx)
  const attempt = { organizationId: input.id, action: 'member.added', details: { role: input.role } }
  return withRefusals({ ...ctx, actor }, attempt, () => add({ ...ctx, actor }, input))
}

async function add(ctx: Ctx<UserActor>, input: AddMember & { id: string }) {
  return inTransaction(ctx, async (tx) => {
    await lockOrganization(tx, input.id)
    const membership = await requireMembership(tx, input.id, ctx.actor.userId)
    requireManager(membership)
    if (!mayAssign(membership.role, input.role))
      throw new AppError('E9007', `Only owners can make somebody ${input.role}.`)

    const memberId = await loadUserId(tx, input)
    if (await findMembership(tx, input.id, memberId)) {
      throw new AppError('E9004', 'This user is a member already. Change the role instead.', { status: 409 })
    }
    await insertMember(tx, input.id, memberId, input.role, ctx.now)
    await recordAudit(tx, {
      ...ctx,
      organizationId: input.id,
      action: 'member.added',
      target: `user:${memberId}`,
      details: { role: input.role },
    })
    return toMemberAnswer(await loadMember(tx, input.id, memberId))
  })
}

async function loadUserId(tx: Tx, input: AddMember): Promise<string> {
  if (input.wallet_address !== undefined) {
    const found = await findUserByWallet(tx, input.wallet_address)
    if (found) return found
    throw new AppError('E9008', 'Nobody has signed in with this wallet yet. They need to do so once.')
  }

  const user = input.user_id === undefined ? null : await findUser(tx, input.user_id)
  if (!user || user.erasedAt) throw new AppError('E9008', 'There is no such user.')
  return user.id
}
