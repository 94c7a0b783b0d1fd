import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import type { Ctx, OrganizationRole, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { revokeKeysOf } from '../api-key/store'
import { requireSession } from '../require-session'
import { loadMember, requireAnotherOwner, requireManager, requireMembership } from './access'
import { mayAssign } from './roles'
import type { MemberPath } from './schemas'
import { deleteMember, lockOrganization } from './store'

/**
 * Ends a membership and the keys made under it. Everybody may leave; others are removed by those who may assign their
 * role. E9008 for strangers, E9007 for the last owner and in personal organizations.
 */
export async function removeMember(ctx: Ctx, input: MemberPath): Promise<void> {
  const actor = requireSession(ctx)
  const attempt = { organizationId: input.id, action: 'member.removed', target: `user:${input.user}` }
  await withRefusals({ ...ctx, actor }, attempt, () => remove({ ...ctx, actor }, input))
}

async function remove(ctx: Ctx<UserActor>, input: MemberPath): Promise<void> {
  const { userId } = ctx.actor
  await inTransaction(ctx, async (tx) => {
    await lockOrganization(tx, input.id)
    const membership = await requireMembership(tx, input.id, userId)
    if (membership.personal || input.user !== userId) requireManager(membership)

    const role = (await loadMember(tx, input.id, input.user)).role as OrganizationRole
    if (input.user !== userId && !mayAssign(membership.role, role))
      throw new AppError('E9007', 'Only owners remove owners and admins.')
    if (role === 'owner') await requireAnotherOwner(tx, input.id)

    const keys = await revokeKeysOf(tx, { userId: input.user, organizationId: input.id }, ctx.now)
    await deleteMember(tx, input.id, input.user)
    await recordAudit(tx, {
      ...ctx,
      organizationId: input.id,
      action: 'member.removed',
      target: `user:${input.user}`,
      details: { role, keys_revoked: keys },
    })
  })
}
