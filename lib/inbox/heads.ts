import type { Sql } from '@/lib/db/sql'
import type { Outcome } from './verdict'

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

/** How a try of an item ended. */
export type EndedTry = {
  endpoint_id: string
  event_id: string
  subject: string
  /** Its subject's head named it, and moves on. */
  is_head: boolean
  /** Of the attempt: the tries before, and one. */
  number: number
  /** When it began. */
  at: Date
  duration_ms: number | null
  outcome: Outcome
  reason: string | null
  /** What acknowledged it. */
  handle: string | null
  /** When it may be leased again, should it stay. */
  visible_at: Date
}

/**
 * Writes tries down, of items whose locks the transaction holds, and what they made of the items, and moves their heads to the
 * oldest open item of the subject; none: the head goes. In a statement after the one that took the locks, it sees every
 * item that was opened before.
 */
export async function recordTries(sql: Sql, tries: readonly EndedTry[], now: Date): Promise<void> {
  const at = now.toISOString()
  const all = <N extends keyof EndedTry>(name: N) => tries.map((each) => each[name])
  const times = (name: 'at' | 'visible_at') => tries.map((each) => each[name].toISOString())
  // Arrays, not JSON: the planner takes them for a few, and goes by indexes.
  await sql.$executeRaw`
    WITH tried AS MATERIALIZED (
      SELECT * FROM unnest(${all('endpoint_id')}::uuid[], ${all('event_id')}::uuid[], ${all('subject')}::text[],
        ${all('is_head')}::boolean[], ${all('number')}::int[], ${times('at')}::timestamptz[], ${all('duration_ms')}::int[],
        ${all('outcome')}::text[], ${all('reason')}::text[], ${all('handle')}::uuid[], ${times('visible_at')}::timestamptz[])
      AS t(endpoint_id, event_id, subject, is_head, number, at, duration_ms, outcome, reason, handle, visible_at)
    ), noted AS (
      INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, duration_ms, outcome, reason, next_at)
      SELECT endpoint_id, event_id, number, at, duration_ms, outcome, reason,
        CASE WHEN outcome = 'RETRY' THEN visible_at END
      FROM tried
    ), ended AS (
      UPDATE deliveries d SET
        status = CASE t.outcome WHEN 'RETRY' THEN 'RETRYING' ELSE t.outcome END,
        attempts = t.number,
        failures = d.failures + (t.outcome <> 'DELIVERED')::int,
        reason = coalesce(t.reason, d.reason),
        handle = t.handle,
        ended_at = CASE WHEN t.outcome <> 'RETRY' THEN ${at}::timestamptz END,
        updated_at = ${at}::timestamptz
      FROM tried t
      WHERE d.endpoint_id = t.endpoint_id AND d.event_id = t.event_id
    ), next AS MATERIALIZED (
      SELECT t.endpoint_id, t.subject, t.visible_at, n.event_id, n.sequence, n.ready_at
      FROM tried t LEFT JOIN LATERAL (
        SELECT d.event_id, d.sequence,
          d.created_at + coalesce((d.debug ->> 'delay_seconds')::float8, 0) * interval '1 second' AS ready_at
        FROM deliveries d
        WHERE d.endpoint_id = t.endpoint_id AND d.subject = t.subject AND d.ordered
          AND d.status IN ('PENDING', 'RETRYING')
          AND NOT EXISTS (
            SELECT 1 FROM tried e
            WHERE e.event_id = d.event_id AND e.endpoint_id = d.endpoint_id AND e.outcome <> 'RETRY'
          )
        ORDER BY d.sequence LIMIT 1
      ) AS n ON true
      WHERE t.is_head
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

/** A head whose item is gone without a try; when it may be leased again should it stay after all. */
export type EndedHead = { endpoint_id: string; subject: string; visible_at: Date }

/**
 * As `recordTries` moves heads, for those whose items ended otherwise (purged, forgotten): heads whose locks the transaction
 * holds, in a statement after the one that ended the items.
 */
export async function settleHeads(sql: Sql, heads: readonly EndedHead[], now: Date): Promise<void> {
  if (heads.length === 0) return

  const at = now.toISOString()
  await sql.$executeRaw`
    WITH next AS MATERIALIZED (
      SELECT t.endpoint_id, t.subject, t.visible_at, n.event_id, n.sequence, n.ready_at
      FROM unnest(${heads.map(({ endpoint_id }) => endpoint_id)}::uuid[], ${heads.map(({ subject }) => subject)}::text[],
        ${heads.map(({ visible_at }) => visible_at.toISOString())}::timestamptz[]) AS t(endpoint_id, subject, visible_at)
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
