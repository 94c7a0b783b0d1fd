import type { UserActor } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'

/** Whether the session or key an actor came with still holds, and the user still belongs to the organization. */
export async function isStillAllowed(sql: Sql, actor: UserActor, now: Date): Promise<boolean> {
  const at = now.toISOString()
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM users u
    JOIN memberships m ON m.user_id = u.id AND m.organization_id = ${actor.organizationId}::uuid
    WHERE u.id = ${actor.userId}::uuid AND u.erased_at IS NULL
      AND (${actor.sessionId}::uuid IS NULL OR EXISTS (
        SELECT 1 FROM sessions s
        WHERE s.id = ${actor.sessionId}::uuid AND s.revoked_at IS NULL AND s.expires_at > ${at}::timestamptz))
      AND (${actor.keyId}::uuid IS NULL OR EXISTS (
        SELECT 1 FROM api_keys k
        WHERE k.id = ${actor.keyId}::uuid AND k.revoked_at IS NULL
          AND (k.expires_at IS NULL OR k.expires_at > ${at}::timestamptz)))`
  return rows.length > 0
}
