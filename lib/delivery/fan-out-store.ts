import type { Sql } from '@/lib/db/sql'
import { toReason } from './reasons'

/** The statements of the fan-out; nothing else writes the cursor. */

export type Place = { tx: string; lastId: string }

/**
 * Whether there are events that endpoints have not been given. Locks nothing: every worker asks this every second, in an order
 * so that the index answers: without one the whole log is read whenever nothing is new. Like every reader of the log it sees
 * only transactions older than every one still running (domain §9).
 */
export async function hasNewEvents(sql: Sql): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM events
    WHERE (tx, id) > ((SELECT tx FROM fan_out WHERE id = 1), (SELECT last_id FROM fan_out WHERE id = 1))
      AND tx < pg_snapshot_xmin(pg_current_snapshot())
    ORDER BY events.tx, events.id LIMIT 1`
  return rows.length > 0
}

/**
 * How far the fan-out has come, locked until the transaction ends; null while somebody else is at it. Until then the planner
 * goes by indexes alone: guessing wrong about a log it has no statistics of yet, it would read all of it for each page.
 */
export async function lockPlace(sql: Sql): Promise<Place | null> {
  const [row] = await sql.$queryRaw<{ tx: string; last_id: string }[]>`
    SELECT tx::text AS tx, last_id, set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
      set_config('jit', 'off', true)
    FROM fan_out WHERE id = 1 FOR UPDATE SKIP LOCKED`
  return row ? { tx: row.tx, lastId: row.last_id } : null
}

/**
 * Gives the next `limit` events after `place` to the endpoints that want them, and moves the cursor. One statement.
 *
 * `behind`: a transaction can have an older id than another and yet write a subject after it, so a page may end between
 * the two in the wrong order. What has a lower number in its subject than something on this page, and would come later, is
 * taken along (it is committed: its subject's row was locked before). Up to the newest one before `place`, all have been
 * taken, so the search stops there.
 *
 * `fresh` is what was not there yet: only that goes into inboxes, so a page that is taken twice changes nothing.
 */
export async function fanOutPage(
  sql: Sql,
  place: Place,
  limit: number,
  now: Date,
): Promise<{ events: number; pushes: number }> {
  const at = now.toISOString()
  const [row] = await sql.$queryRaw<{ events: number; pushes: number }[]>`
    WITH page AS MATERIALIZED (
      SELECT id, organization_id, type, subject, sequence, debug, created_at, tx FROM events
      WHERE (tx, id) > (${place.tx}::text::xid8, ${place.lastId}::uuid)
        AND tx < pg_snapshot_xmin(pg_current_snapshot())
      ORDER BY events.tx, events.id LIMIT ${limit}::int
    ), edge AS MATERIALIZED (
      SELECT tx, id FROM page ORDER BY page.tx DESC, page.id DESC LIMIT 1
    ), behind AS MATERIALIZED (
      SELECT e.id, e.organization_id, e.type, e.subject, e.sequence, e.debug, e.created_at, e.tx
      FROM (
        SELECT organization_id, subject, max(sequence) AS top FROM page
        GROUP BY organization_id, subject HAVING max(sequence) > count(*)
      ) AS s
      CROSS JOIN LATERAL (
        SELECT coalesce(max(sequence), 0) AS sequence FROM (
          SELECT f.sequence FROM events f
          WHERE f.organization_id = s.organization_id AND f.subject = s.subject AND f.sequence < s.top
            AND (f.tx, f.id) <= (${place.tx}::text::xid8, ${place.lastId}::uuid)
          ORDER BY f.sequence DESC LIMIT 1
        ) AS newest
      ) AS taken
      CROSS JOIN LATERAL (
        SELECT * FROM events
        WHERE organization_id = s.organization_id AND subject = s.subject AND sequence > taken.sequence AND sequence < s.top
          AND (tx, id) > ((SELECT tx FROM edge), (SELECT id FROM edge))
        ORDER BY sequence OFFSET 0
      ) AS e
    ), wanted AS (
      SELECT p.id AS endpoint_id, p.kind = 'INBOX' AS ordered, e.*,
        coalesce((e.debug ->> 'dead')::boolean, false) AS dead,
        e.created_at + coalesce((e.debug ->> 'delay_seconds')::float8, 0) * interval '1 second' AS due_at
      FROM (SELECT * FROM page UNION ALL SELECT * FROM behind) AS e
      JOIN endpoints p ON p.organization_id = e.organization_id AND p.status = 'ACTIVE' AND p.created_at <= e.created_at
      WHERE EXISTS (
        SELECT 1 FROM unnest(p.event_types) AS filter
        WHERE filter IN ('*', e.type) OR (right(filter, 2) = '.*' AND starts_with(e.type, left(filter, -1)))
      )
    ), fresh AS (
      INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, attempts, failures,
        due_at, ordered, reason, debug, created_at, updated_at, ended_at)
      SELECT endpoint_id, id, organization_id, type, subject, sequence, CASE WHEN dead THEN 'DEAD' ELSE 'PENDING' END,
        dead::int, dead::int, CASE WHEN NOT ordered AND NOT dead THEN due_at END, ordered,
        CASE WHEN dead THEN ${toReason('DEBUG')}::text END, debug, ${at}::timestamptz, ${at}::timestamptz,
        CASE WHEN dead THEN ${at}::timestamptz END
      FROM wanted
      ON CONFLICT (endpoint_id, event_id) DO NOTHING
      RETURNING endpoint_id, event_id, subject, sequence, status, ordered, reason, debug
    ), opened AS (
      INSERT INTO inbox_heads AS head (endpoint_id, subject, event_id, sequence, visible_at)
      SELECT DISTINCT ON (endpoint_id, subject) endpoint_id, subject, event_id, sequence,
        ${at}::timestamptz + coalesce((debug ->> 'delay_seconds')::float8, 0) * interval '1 second'
      FROM fresh WHERE ordered AND status = 'PENDING'
      ORDER BY fresh.endpoint_id, fresh.subject, fresh.sequence
      ON CONFLICT (endpoint_id, subject) DO UPDATE SET
        event_id = CASE WHEN head.handle IS NULL AND excluded.sequence < head.sequence THEN excluded.event_id ELSE head.event_id END,
        visible_at = CASE WHEN head.handle IS NULL AND excluded.sequence < head.sequence THEN excluded.visible_at ELSE head.visible_at END,
        leases = CASE WHEN head.handle IS NULL AND excluded.sequence < head.sequence THEN 0 ELSE head.leases END,
        sequence = CASE WHEN head.handle IS NULL AND excluded.sequence < head.sequence THEN excluded.sequence ELSE head.sequence END
    ), died AS (
      INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome, reason)
      SELECT endpoint_id, event_id, 1, ${at}::timestamptz, 'DEAD', reason FROM fresh WHERE status = 'DEAD'
      ON CONFLICT DO NOTHING
    ), moved AS (
      UPDATE fan_out SET tx = edge.tx, last_id = edge.id, at = ${at}::timestamptz FROM edge WHERE fan_out.id = 1
    )
    SELECT (SELECT count(*) FROM page)::int AS events,
      (SELECT count(*) FROM fresh WHERE NOT ordered AND status = 'PENDING')::int AS pushes`
  return row ?? { events: 0, pushes: 0 }
}
