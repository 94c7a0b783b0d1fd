import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import type { Ctx, OrganizationRole, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireSession } from '../require-session'
import { loadMember, requireAnotherOwner, requireManager, requireMembership } from './access'
import { toMemberAnswer } from './answers'
import { mayAssign } from './roles'
import type { ChangeMember, MemberPath } from './schemas'
import { lockOrganization, saveRole } from './store'

/** Gives a member another role. E9008 for strangers, E9007 for roles the caller may not touch and for the last owner. */
export async function changeMember(ctx: Ctx, input: ChangeMember & MemberPath) {
  const actor = requireSession(ctx)
  const attempt = {
    organizationId: input.id,
    action: 'member.changed',
    target: `user:${input.user}`,
    details: { role: input.role },
  }
  return withRefusals({ ...ctx, actor }, attempt, () => change({ ...ctx, actor }, input))
}

async function change(ctx: Ctx<UserActor>, input: ChangeMember & MemberPath) {
  return inTransaction(ctx, async (tx) => {
    await lockOrganization(tx, input.id)
    const membership = await requireMembership(tx, input.id, ctx.actor.userId)
    requireManager(membership)

    const before = (await loadMember(tx, input.id, input.user)).role as OrganizationRole
    if (!mayAssign(membership.role, before) || !mayAssign(membership.role, input.role)) {
      throw new AppError('E9007', 'Only owners change the roles of owners and admins.')
    }
    if (before === 'owner' && input.role !== 'owner') await requireAnotherOwner(tx, input.id)

    await saveRole(tx, input.id, input.user, input.role)
    await recordAudit(tx, {
      ...ctx,
      organizationId: input.id,
      action: 'member.changed',
      target: `user:${input.user}`,
      details: { before, role: input.role },
    })
    return toMemberAnswer(await loadMember(tx, input.id, input.user))
  })
}
