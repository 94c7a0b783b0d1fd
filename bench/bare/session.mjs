import { createHash } from 'node:crypto'

const FIND = `
    SELECT s.id, s.user_id AS "userId", s.address, s.chain_id AS "chainId", s.last_used_at AS "lastUsedAt",
           m.organization_id AS "organizationId", m.role, NULL AS scopes, NULL AS quotas
    FROM sessions s
    JOIN users u ON u.id = s.user_id AND u.erased_at IS NULL
    LEFT JOIN LATERAL (
      SELECT m.organization_id, m.role FROM memberships m JOIN organizations o ON o.id = m.organization_id
      WHERE m.user_id = s.user_id AND CASE WHEN $1::uuid IS NULL THEN o.personal ELSE o.id = $2::uuid END
      LIMIT 1
    ) m ON true
    WHERE s.token_hash = $3 AND s.kind = 'TOKEN' AND s.revoked_at IS NULL AND s.expires_at > $4::timestamptz`

/** What is kept of a token: its SHA-256. */
export function hashToken(token) {
  return `0x${createHash('sha256').update(token).digest('hex')}`
}

/** Who calls: one statement. */
export async function findCaller(pool, headers, now) {
  const values = [null, null, hashToken(headers.authorization.slice('Bearer '.length)), now]
  const { rows } = await pool.query({ name: 'session', text: FIND, values })
  return rows[0]
}
