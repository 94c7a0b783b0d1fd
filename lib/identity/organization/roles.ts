import type { OrganizationRole } from '@/lib/context'

/** Whether members of this role manage others at all. */
export const canManage = (role: OrganizationRole) => role === 'owner' || role === 'admin'

/**
 * Whether `actor` may give, change or take `role`: owners every one, admins those below their own. A change of role
 * needs this for the role before and the role after. Pure.
 */
export function mayAssign(actor: OrganizationRole, role: OrganizationRole): boolean {
  if (actor === 'owner') return true
  return actor === 'admin' && role !== 'owner' && role !== 'admin'
}
