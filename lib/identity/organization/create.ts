import { recordAudit } from '@/lib/audit/record'
import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { requireSession } from '../require-session'
import { toOrganizationAnswer } from './answers'
import { requireMayMarkSandbox } from './sandbox'
import type { CreateOrganization } from './schemas'
import { insertOrganization } from './store'

/** A new organization with the caller as its owner. E9007 for a sandbox where only operators make them. */
export async function createOrganization(ctx: Ctx, input: CreateOrganization) {
  const actor = requireSession(ctx)
  const { name, sandbox = false } = input
  if (sandbox) requireMayMarkSandbox(actor)
  const organization = { id: newId(), name, personal: false, sandbox, createdAt: ctx.now }
  return inTransaction(ctx, async (tx) => {
    await insertOrganization(tx, { ...organization, ownerId: actor.userId, now: ctx.now })
    await recordAudit(tx, {
      ...ctx,
      actor,
      organizationId: organization.id,
      action: 'organization.created',
      target: `organization:${organization.id}`,
      details: { sandbox },
    })
    return toOrganizationAnswer(organization, 'owner')
  })
}
