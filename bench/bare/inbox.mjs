/**
 * The same work for a batch, by hand: one statement that leases, and a transaction that acknowledges, with the tries written
 * down and the heads moved on. No organization to find, no lease that ran out, nothing refused, no answer in words.
 */
const LEASE = `
  WITH due AS (
    SELECT subject, event_id FROM inbox_heads
    WHERE endpoint_id = $1 AND visible_at <= $2 AND handle IS NULL
    ORDER BY visible_at, event_id LIMIT $3 FOR UPDATE SKIP LOCKED
  ), leased AS (
    UPDATE inbox_heads h SET handle = gen_random_uuid(), leased_by = 'bench', leased_at = $2,
      visible_at = $2::timestamptz + interval '30 seconds', leases = h.leases + 1
    FROM due WHERE h.endpoint_id = $1 AND h.subject = due.subject
    RETURNING h.event_id, h.handle
  )
  SELECT e.id, e.type, e.subject, e.sequence, e.source, e.data, e.metadata, e.created_at, d.attempts + 1 AS attempt,
    leased.handle AS receipt_handle
  FROM leased JOIN events e ON e.id = leased.event_id
  JOIN deliveries d ON d.endpoint_id = $1 AND d.event_id = leased.event_id`

const LOCK = `
  SELECT h.subject, h.event_id, h.handle, h.leased_at FROM inbox_heads h JOIN unnest($2::text[]) AS s(subject) USING (subject)
  WHERE h.endpoint_id = $1 ORDER BY h.subject FOR UPDATE OF h`

const ACK = `
  WITH acked AS (SELECT * FROM unnest($2::uuid[], $3::text[], $4::uuid[], $5::timestamptz[]) AS t(event_id, subject, handle, at)),
  noted AS (
    INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, duration_ms, outcome)
    SELECT $1, d.event_id, d.attempts + 1, acked.at, extract(epoch FROM $6::timestamptz - acked.at) * 1000, 'DELIVERED'
    FROM acked JOIN deliveries d ON d.endpoint_id = $1 AND d.event_id = acked.event_id
  ), ended AS (
    UPDATE deliveries d SET status = 'DELIVERED', attempts = d.attempts + 1, handle = acked.handle, ended_at = $6, updated_at = $6
    FROM acked WHERE d.endpoint_id = $1 AND d.event_id = acked.event_id
  ), next AS (
    SELECT acked.subject, n.event_id, n.sequence FROM acked LEFT JOIN LATERAL (
      SELECT d.event_id, d.sequence FROM deliveries d
      WHERE d.endpoint_id = $1 AND d.subject = acked.subject AND d.ordered AND d.status IN ('PENDING', 'RETRYING')
        AND d.event_id <> acked.event_id
      ORDER BY d.sequence LIMIT 1
    ) AS n ON true
  ), gone AS (
    DELETE FROM inbox_heads h USING next WHERE h.endpoint_id = $1 AND h.subject = next.subject AND next.event_id IS NULL
  )
  UPDATE inbox_heads h SET event_id = next.event_id, sequence = next.sequence, visible_at = $6, handle = NULL,
    leased_by = NULL, leased_at = NULL, leases = 0
  FROM next WHERE h.endpoint_id = $1 AND h.subject = next.subject AND next.event_id IS NOT NULL`

/** Leases up to `max` items and acknowledges them. Returns how many. */
export async function leaseAndAck(pool, endpointId, max) {
  const leased = await pool.query({ name: 'lease', text: LEASE, values: [endpointId, new Date(), max] })
  if (leased.rows.length === 0) return 0

  const client = await pool.connect()
  try {
    await client.query('BEGIN')
    const subjects = leased.rows.map(({ subject }) => subject)
    const { rows: heads } = await client.query({ name: 'lock', text: LOCK, values: [endpointId, subjects] })
    const handles = new Map(leased.rows.map((item) => [item.id, item.receipt_handle]))
    const mine = heads.filter(({ event_id, handle }) => handles.get(event_id) === handle)
    const columns = ['event_id', 'subject', 'handle', 'leased_at'].map((name) => mine.map((head) => head[name]))
    await client.query({ name: 'ack', text: ACK, values: [endpointId, ...columns, new Date()] })
    await client.query('COMMIT')
    return mine.length
  } finally {
    client.release()
  }
}
