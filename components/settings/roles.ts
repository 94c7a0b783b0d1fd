import type { OrganizationRole } from '@/lib/context'

/** What each role may do, in plain words. */
export const ROLE_WORDS: Record<OrganizationRole, { title: string; says: string }> = {
  owner: { title: 'Owner', says: 'everything, and names other owners' },
  admin: { title: 'Admin', says: 'adds and removes members, but not owners or admins' },
  issuer: { title: 'Issuer', says: 'issues and revokes attestations in its name' },
  member: { title: 'Member', says: 'acts in it and makes keys' },
  reader: { title: 'Reader', says: 'looks, and does nothing' },
}
