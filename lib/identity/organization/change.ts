import { recordAudit } from '@/lib/audit/record'
import { withRefusals } from '@/lib/audit/refusals'
import type { Ctx, UserActor } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { requireSession } from '../require-session'
import { requireMembership } from './access'
import { toOrganizationAnswer } from './answers'
import { requireMayMarkSandbox } from './sandbox'
import type { ChangeOrganization } from './schemas'
import { findOrganization, lockOrganization, saveOrganization } from './store'

type Input = ChangeOrganization & { id: string }

/**
 * Another name for an organization, or makes it a sandbox or a real one again. By its owners: E9007 for other members,
 * E9008 for strangers; E9007 for a sandbox where only operators make them.
 */
export function changeOrganization(ctx: Ctx, input: Input) {
  const actor = requireSession(ctx)
  const attempt = { organizationId: input.id, action: 'organization.changed', target: `organization:${input.id}` }
  return withRefusals({ ...ctx, actor }, attempt, () => change({ ...ctx, actor }, input))
}

async function change(ctx: Ctx<UserActor>, { id, name, sandbox }: Input) {
  return inTransaction(ctx, async (tx) => {
    await lockOrganization(tx, id)
    const { role } = await requireMembership(tx, id, ctx.actor.userId)
    if (role !== 'owner') throw new AppError('E9007', 'Only owners change an organization.')

    const before = await findOrganization(tx, id)
    if (sandbox && !before.sandbox) requireMayMarkSandbox(ctx.actor)
    const wanted = { name: name ?? before.name, sandbox: sandbox ?? before.sandbox }
    const renamed = wanted.name !== before.name
    if (!renamed && wanted.sandbox === before.sandbox) return toOrganizationAnswer(before, role)

    const after = await saveOrganization(tx, id, wanted)
    await recordAudit(tx, {
      ...ctx,
      organizationId: id,
      action: 'organization.changed',
      target: `organization:${id}`,
      details: { renamed, sandbox: after.sandbox },
    })
    return toOrganizationAnswer(after, role)
  })
}
