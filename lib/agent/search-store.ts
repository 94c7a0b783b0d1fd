import type { Sql } from '@/lib/db/sql'
import type { Agent } from './agent'

type Question = { words: readonly string[]; tags: readonly string[]; userId: string | null; now: Date }

/** An agent that fits, and which of the words were found where. */
export type Match = { did: string; inTags: string[]; inText: string[] }

/** What Postgres makes of a question: its words as they are looked for, each once. */
export async function toWords(sql: Sql, question: string): Promise<string[]> {
  const [row] = await sql.$queryRaw<{ words: string[] }[]>`
    SELECT tsvector_to_array(to_tsvector('english', ${question}::text)) AS words`
  return row?.words ?? []
}

/** Every agent with all of these tags and at least one of these words (any, when there are none). Active ones only, but for one's own. */
export async function listMatches(sql: Sql, { words, tags, userId, now }: Question): Promise<Match[]> {
  return sql.$queryRaw<Match[]>`
    WITH asked AS (
      SELECT word, (quote_literal(word) || ':A')::tsquery AS in_tag, (quote_literal(word) || ':D')::tsquery AS in_text
      FROM unnest(${[...words]}::text[]) AS word
    ), whole AS (
      SELECT string_agg(quote_literal(word), ' | ')::tsquery AS query FROM asked
    )
    SELECT a.did,
      ARRAY(SELECT word FROM asked WHERE a.search @@ in_tag ORDER BY word) AS "inTags",
      ARRAY(SELECT word FROM asked WHERE a.search @@ in_text AND NOT a.search @@ in_tag ORDER BY word) AS "inText"
    FROM agents a CROSS JOIN whole
    WHERE a.tags @> ${[...tags]}::text[]
      AND (whole.query IS NULL OR a.search @@ whole.query)
      AND CASE WHEN ${userId}::uuid IS NULL THEN a.expires_at > ${now.toISOString()}::timestamptz
        ELSE a.user_id = ${userId}::uuid END`
}

export async function listAgents(sql: Sql, dids: readonly string[]): Promise<Agent[]> {
  return sql.$queryRaw<Agent[]>`
    SELECT id, did, member, user_id AS "userId", organization_id AS "organizationId", name, capabilities, tags,
      ttl_seconds AS "ttlSeconds", expires_at AS "expiresAt", auditor, auditor_since AS "auditorSince",
      created_at AS "createdAt", updated_at AS "updatedAt"
    FROM agents WHERE did = ANY(${[...dids]}::text[])`
}
