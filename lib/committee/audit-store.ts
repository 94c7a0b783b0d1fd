import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'

/** Seats for tasks' receipts, as their members see them. */

/** What a member said, in the trial they sat in. */
export type SaidInSeat = { type: string; score: number | null; confidence: number | null; at: string }

export type ReceiptSeatOf = {
  receiptId: Hex
  intentType: string
  /** The receipt's. */
  status: string
  round: number
  seat: number
  member: Hex
  /** Whether this round's committee still sits. */
  isSitting: boolean
  /** Whether others were seated after it. */
  isOver: boolean
  dueAt: Date | null
  said: SaidInSeat[]
  seatedAt: Date
}

/** The newest seat of these members for each receipt, the newest first. `seatedAt` is when they were drawn for that round. */
export async function listReceiptSeatsOf(
  sql: Sql,
  members: readonly string[],
  before: { at: string; id: string } | null,
  limit: number,
): Promise<ReceiptSeatOf[]> {
  return sql.$queryRaw<ReceiptSeatOf[]>`
    WITH mine AS (
      SELECT seat.* FROM unnest(${[...members]}::text[]) AS own(member)
      CROSS JOIN LATERAL (
        SELECT s.subject_id, s.round, s.seat, s.member, s.created_at FROM committee_seats s
        WHERE s.member = own.member AND s.subject_kind = 'receipt'
          AND (${before?.id ?? null}::text IS NULL
            OR (s.created_at, s.subject_id) < (${before?.at ?? null}::timestamptz, ${before?.id ?? null}::text))
          AND NOT EXISTS (
            SELECT 1 FROM committee_seats later
            WHERE later.subject_kind = 'receipt' AND later.subject_id = s.subject_id AND later.round > s.round
              AND later.member = ANY(${[...members]}::text[]))
        ORDER BY s.created_at DESC, s.subject_id DESC LIMIT ${limit}::int
      ) AS seat
    )
    SELECT r.id AS "receiptId", r.document->'task'->>'intent_type' AS "intentType", r.status, s.round, s.seat, s.member,
      c.state = 'SEATED' AND s.round = r.round AS "isSitting", s.round < r.round AS "isOver", c.due_at AS "dueAt",
      coalesce((
        SELECT json_agg(json_build_object('type', a.type, 'score', a.score, 'confidence', a.confidence, 'at', a.created_at)
          ORDER BY a.created_at, a.id)
        FROM receipt_attestations a
        WHERE a.receipt_id = r.id AND a.member = s.member
          AND a.trial = CASE WHEN p.round IS NOT NULL AND s.round >= p.round THEN 1 ELSE 0 END
      ), '[]') AS said,
      s.created_at AS "seatedAt"
    FROM mine s
    JOIN receipts r ON r.id = s.subject_id
    JOIN committees c ON c.receipt_id = r.id AND c.round = s.round
    LEFT JOIN appeals p ON p.receipt_id = r.id
    ORDER BY s.created_at DESC, r.id DESC LIMIT ${limit}::int`
}
