import type { Sql } from '@/lib/db/sql'

export type AgentChallenge = {
  id: string
  did: string
  message: string
  userId: string
  expiresAt: Date
  usedAt: Date | null
}

export async function insertAgentChallenge(
  sql: Sql,
  challenge: Omit<AgentChallenge, 'usedAt'> & { nonce: string; now: Date },
): Promise<void> {
  const { id, did, message, nonce, userId, now, expiresAt } = challenge
  await sql.$executeRaw`
    INSERT INTO agent_challenges (id, did, message, nonce, user_id, created_at, expires_at)
    VALUES (${id}::uuid, ${did}::text, ${message}::text, ${nonce}::text, ${userId}::uuid,
      ${now.toISOString()}::timestamptz, ${expiresAt.toISOString()}::timestamptz)`
}

export async function findAgentChallenge(sql: Sql, id: string): Promise<AgentChallenge | null> {
  const [row] = await sql.$queryRaw<AgentChallenge[]>`
    SELECT id, did, message, user_id AS "userId", expires_at AS "expiresAt", used_at AS "usedAt"
    FROM agent_challenges WHERE id = ${id}::uuid`
  return row ?? null
}

/** Uses a text up, whatever came of it. False when another call was first. */
export async function consumeAgentChallenge(sql: Sql, id: string, now: Date): Promise<boolean> {
  const changed = await sql.$executeRaw`
    UPDATE agent_challenges SET used_at = ${now.toISOString()}::timestamptz WHERE id = ${id}::uuid AND used_at IS NULL`
  return changed === 1
}

export async function deleteAgentChallenges(sql: Sql, before: Date): Promise<number> {
  return sql.$executeRaw`DELETE FROM agent_challenges WHERE expires_at < ${before.toISOString()}::timestamptz`
}
