import type { OrganizationRole } from '@/lib/context'
import type { Db, Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { countOwners, findMember, findMembership, type MemberRow } from './store'

/** The caller's role in an organization. To strangers it does not exist: E9008. */
export async function requireMembership(db: Db, organizationId: string, userId: string) {
  const membership = await findMembership(db, organizationId, userId)
  if (!membership) throw new AppError('E9008', 'There is no such organization.')
  return membership
}

/** Refuses whoever manages nobody, and personal organizations, which have one member. E9007. */
export function requireManager({ role, personal }: { role: OrganizationRole; personal: boolean }): void {
  if (personal)
    throw new AppError('E9007', 'A personal organization is yours alone. Create another one to work with others.')
  if (role !== 'owner' && role !== 'admin') throw new AppError('E9007', 'Only owners and admins manage members.')
}

export async function loadMember(db: Db, organizationId: string, userId: string): Promise<MemberRow> {
  const member = await findMember(db, organizationId, userId)
  if (!member) throw new AppError('E9008', 'This user is not a member here.')
  return member
}

/** Refuses to leave an organization without an owner. Call it under the organization's lock. */
export async function requireAnotherOwner(tx: Tx, organizationId: string): Promise<void> {
  if ((await countOwners(tx, organizationId)) > 1) return
  throw new AppError('E9007', 'An organization needs an owner. Name another one first.')
}
