import type { Sql } from '@/lib/db/sql'

/**
 * The heads of inboxes: for each (inbox, subject) with open items exactly one row. It names the oldest of them, or the one that
 * is leased. Whoever opens or ends an item takes the lock of its subject's head first, in the order of (endpoint_id,
 * subject) when there are several; what comes next is looked for in a later statement, which sees what was committed before
 * the lock was had (docs/decisions/0017).
 */

/** An item that was just opened in the same transaction. */
export type OpenedItem = { endpoint_id: string; subject: string; event_id: string; sequence: number; visible_at: Date }

/**
 * Makes the oldest of these the heads of their subjects, where there is none or a newer one that nobody holds. A head that
 * stays is locked all the same: an ack that is about to end it then waits, and sees these items.
 */
export async function openHeads(sql: Sql, items: readonly OpenedItem[]): Promise<void> {
  if (items.length === 0) return

  await sql.$executeRaw`
    INSERT INTO inbox_heads AS h (endpoint_id, subject, event_id, sequence, visible_at)
    SELECT DISTINCT ON (endpoint_id, subject) endpoint_id, subject, event_id, sequence, visible_at
    FROM jsonb_to_recordset(${JSON.stringify(items)}::jsonb)
      AS t(endpoint_id uuid, subject text, event_id uuid, sequence int, visible_at timestamptz)
    ORDER BY endpoint_id, subject, sequence
    ON CONFLICT (endpoint_id, subject) DO UPDATE
    SET event_id = EXCLUDED.event_id, sequence = EXCLUDED.sequence, visible_at = EXCLUDED.visible_at, leases = 0
    WHERE EXCLUDED.sequence < h.sequence AND h.handle IS NULL`
}

/** A head whose item ended, or whose lease did; when it may be leased again should it stay. */
export type EndedHead = { endpoint_id: string; subject: string; visible_at: Date }

/**
 * Moves heads, whose locks the transaction holds, to the oldest open item of their subject, in a statement after the one that
 * ended theirs; none: the head goes.
 */
export async function settleHeads(sql: Sql, heads: readonly EndedHead[], now: Date): Promise<void> {
  if (heads.length === 0) return

  const at = now.toISOString()
  await sql.$executeRaw`
    WITH next AS (
      SELECT t.endpoint_id, t.subject, t.visible_at, n.event_id, n.sequence, n.ready_at
      FROM jsonb_to_recordset(${JSON.stringify(heads)}::jsonb) AS t(endpoint_id uuid, subject text, visible_at timestamptz)
      LEFT JOIN LATERAL (
        SELECT d.event_id, d.sequence,
          d.created_at + coalesce((d.debug ->> 'delay_seconds')::float8, 0) * interval '1 second' AS ready_at
        FROM deliveries d
        WHERE d.endpoint_id = t.endpoint_id AND d.subject = t.subject AND d.ordered
          AND d.status IN ('PENDING', 'RETRYING')
        ORDER BY d.sequence LIMIT 1
      ) AS n ON true
    ), gone AS (
      DELETE FROM inbox_heads h USING next
      WHERE h.endpoint_id = next.endpoint_id AND h.subject = next.subject AND next.event_id IS NULL
    )
    UPDATE inbox_heads h SET
      event_id = next.event_id, sequence = next.sequence, handle = NULL, leased_by = NULL, leased_at = NULL,
      leases = CASE WHEN h.event_id = next.event_id THEN h.leases ELSE 0 END,
      visible_at = CASE WHEN h.event_id = next.event_id THEN next.visible_at
        ELSE greatest(${at}::timestamptz, next.ready_at) END
    FROM next
    WHERE h.endpoint_id = next.endpoint_id AND h.subject = next.subject AND next.event_id IS NOT NULL`
}
