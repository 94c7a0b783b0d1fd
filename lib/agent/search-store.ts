import type { Sql } from '@/lib/db/sql'
import type { Agent } from './agent'
import { TEXT_SHARE } from './rank'

type Question = { words: readonly string[]; tags: readonly string[]; userId: string | null; now: Date; most: number }

/** An agent that fits, and which of the words were found where. */
export type Match = { did: string; inTags: string[]; inText: string[] }

/** What Postgres makes of a question: its words as they are looked for, each once. */
export async function toWords(sql: Sql, question: string): Promise<string[]> {
  const [row] = await sql.$queryRaw<{ words: string[] }[]>`
    SELECT tsvector_to_array(to_tsvector('english', ${question}::text)) AS words`
  return row?.words ?? []
}

/**
 * Agents with all of these tags and at least one of these words (any, when there are none); active ones only, but for one's
 * own. Everybody somebody knows something of, and of the others, who are all trusted alike, the `most` that have most of
 * the words: nobody else can be among the best `most`.
 */
export async function listMatches(sql: Sql, { words, tags, userId, now, most }: Question): Promise<Match[]> {
  return sql.$queryRaw<Match[]>`
    WITH asked AS (
      SELECT word, (quote_literal(word) || ':A')::tsquery AS in_tag, (quote_literal(word) || ':D')::tsquery AS in_text
      FROM unnest(${[...words]}::text[]) AS word
    ), whole AS (
      SELECT string_agg(quote_literal(word), ' | ')::tsquery AS query FROM asked
    ), found AS (
      SELECT a.did,
        ARRAY(SELECT word FROM asked WHERE a.search @@ in_tag ORDER BY word) AS in_tags,
        ARRAY(SELECT word FROM asked WHERE a.search @@ in_text AND NOT a.search @@ in_tag ORDER BY word) AS in_text,
        EXISTS (
          SELECT 1 FROM reputation r WHERE r.id = CASE WHEN a.did LIKE 'did:pkh:%' THEN a.member ELSE a.did END
        ) AS is_known
      FROM agents a CROSS JOIN whole
      WHERE a.tags @> ${[...tags]}::text[]
        AND (whole.query IS NULL OR a.search @@ whole.query)
        AND CASE WHEN ${userId}::uuid IS NULL THEN a.expires_at > ${now.toISOString()}::timestamptz
          ELSE a.user_id = ${userId}::uuid END
    )
    (SELECT did, in_tags AS "inTags", in_text AS "inText" FROM found WHERE is_known)
    UNION ALL
    (SELECT did, in_tags, in_text FROM found WHERE NOT is_known
      ORDER BY cardinality(in_tags) + ${TEXT_SHARE}::float8 * cardinality(in_text) DESC, did COLLATE "C" LIMIT ${most}::int)`
}

export async function listAgents(sql: Sql, dids: readonly string[]): Promise<Agent[]> {
  return sql.$queryRaw<Agent[]>`
    SELECT id, did, member, user_id AS "userId", organization_id AS "organizationId", name, capabilities, tags,
      ttl_seconds AS "ttlSeconds", expires_at AS "expiresAt", auditor, auditor_since AS "auditorSince",
      created_at AS "createdAt", updated_at AS "updatedAt"
    FROM agents WHERE did = ANY(${[...dids]}::text[])`
}
