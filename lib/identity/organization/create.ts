import type { Ctx } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { requireSession } from '../require-session'
import { toOrganizationAnswer } from './answers'
import type { CreateOrganization } from './schemas'
import { insertOrganization } from './store'

/** A new organization with the caller as its owner. */
export async function createOrganization(ctx: Ctx, input: CreateOrganization) {
  const { userId } = requireSession(ctx)
  const organization = { id: newId(), name: input.name, personal: false, sandbox: false, createdAt: ctx.now }
  return inTransaction(ctx, async (tx) => {
    await insertOrganization(tx, { ...organization, ownerId: userId, now: ctx.now })
    return toOrganizationAnswer(organization, 'owner')
  })
}
