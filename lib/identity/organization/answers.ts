import type { OrganizationRole } from '@/lib/context'
import type { MemberRow } from './store'

export function toMemberAnswer(row: MemberRow) {
  return {
    organization_id: row.organizationId,
    user_id: row.userId,
    name: row.user.name,
    wallet_address: row.user.wallets[0]?.address ?? null,
    role: row.role as OrganizationRole,
    created_at: row.createdAt,
  }
}

type OrganizationRow = { id: string; name: string; personal: boolean; sandbox: boolean; createdAt: Date }

export function toOrganizationAnswer(row: OrganizationRow, role: OrganizationRole) {
  return { id: row.id, name: row.name, role, personal: row.personal, sandbox: row.sandbox, created_at: row.createdAt }
}
