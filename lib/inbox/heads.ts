import type { Sql } from '@/lib/db/sql'

/**
 * The heads of inboxes: for each (inbox, subject) with open items exactly one row, naming the oldest of them. Whoever opens or
 * ends an item takes the lock of its subject's head first, in the order of (endpoint_id, subject) when there are several;
 * what comes next is looked for in a later statement, which sees what was committed before the lock was had
 * (docs/decisions/0017).
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
    SET event_id = EXCLUDED.event_id, sequence = EXCLUDED.sequence, visible_at = EXCLUDED.visible_at
    WHERE EXCLUDED.sequence < h.sequence AND h.handle IS NULL`
}
