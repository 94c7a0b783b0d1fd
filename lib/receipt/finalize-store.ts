import type { Sql } from '@/lib/db/sql'

/** Where a run stopped, in the order in which receipts were issued. */
export type Place = { issuedAt: string; id: string }

type Asked = { status: 'PENDING' | 'APPEALED'; after: Place | null; step: number }
type Reached = { reached: string[]; last: Place | null }

/**
 * Of the next `step` receipts of a status, those whose members have said enough to be decided. `last` is where to go on,
 * null at the end. Only finds what to look at: what is decided, and whether, is decideQuorum's.
 */
export async function listReached(sql: Sql, { status, after, step }: Asked): Promise<Reached> {
  const [row] = await sql.$queryRaw<
    { reached: string[] | null; looked: number; issued_at: Date | null; id: string | null }[]
  >`
    WITH looked AS MATERIALIZED (
      SELECT id, issued_at, round FROM receipts
      WHERE status = ${status}::text AND status IN ('AWAITING_COMMITTEE', 'PENDING', 'APPEALED')
        AND (${after?.id ?? null}::text IS NULL
          OR (issued_at, id) > (${after?.issuedAt ?? null}::timestamptz, ${after?.id ?? null}::text))
      ORDER BY issued_at, id LIMIT ${step}::int
    ), said AS (
      SELECT l.id, c.k, c.m,
        count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_PASS') AS passes,
        count(DISTINCT a.member) FILTER (WHERE a.type = 'AUDIT_FAIL') AS fails
      FROM looked l
      JOIN committees c ON c.receipt_id = l.id AND c.round = l.round AND c.state = 'SEATED'
      JOIN receipt_attestations a ON a.receipt_id = l.id AND a.family = 'AUDIT'
        AND a.trial = CASE ${status}::text WHEN 'APPEALED' THEN 1 ELSE 0 END
      JOIN committee_seats s ON s.subject_kind = 'receipt' AND s.subject_id = l.id AND s.round = l.round
        AND s.member = a.member
      GROUP BY l.id, c.k, c.m
    )
    SELECT (SELECT array_agg(id ORDER BY id) FROM said WHERE passes >= k OR fails > m - k) AS reached,
      (SELECT count(*)::int FROM looked) AS looked, last.issued_at, last.id
    FROM (SELECT 1) AS one LEFT JOIN (SELECT issued_at, id FROM looked ORDER BY issued_at DESC, id DESC LIMIT 1) AS last ON true`
  const isEnd = !row?.id || !row.issued_at || row.looked < step
  return {
    reached: row?.reached ?? [],
    last: isEnd ? null : { issuedAt: row.issued_at?.toISOString() ?? '', id: row.id ?? '' },
  }
}
