import type { KeyRow } from './store'

export function toKeyAnswer(row: KeyRow) {
  return {
    id: row.id,
    public_id: row.publicId,
    organization_id: row.organizationId,
    user_id: row.userId,
    name: row.name,
    scopes: row.scopes,
    quotas: row.quotas as Record<string, number> | null,
    created_at: row.createdAt,
    expires_at: row.expiresAt,
    last_used_at: row.lastUsedAt,
  }
}
