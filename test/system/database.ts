import pg from 'pg'

/** Every table of every schema that is not Postgres' own. */
const TABLES = `
  SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables
  WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1`

/** Looks behind the door: one connection to the desk's database for as long as `work` takes. */
export async function withDatabase<T>(url: string, work: (query: Query) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return await work(async (sql, values) => (await client.query(sql, values)).rows)
  } finally {
    await client.end()
  }
}

export type Query = <Row = Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>

export async function listTables(query: Query): Promise<string[]> {
  return (await query<{ name: string }>(TABLES)).map(({ name }) => name)
}

/** Every row of every table as text, one line a row with its table before it. */
export async function dumpRows(query: Query): Promise<string> {
  const lines: string[] = []
  for (const table of await listTables(query)) {
    const rows = await query<{ row: string }>(`SELECT t::text AS row FROM ${table} AS t`)
    lines.push(...rows.map(({ row }) => `${table} ${row}`))
  }
  return lines.join('\n')
}

/**
 * What moves by itself: heartbeats, counts of calls and their lines, the queue, how far the chain was read, each hour's
 * roster and its anchor, events on their way out; and the log of who did what, which keeps refusals too.
 */
const MOVING = new RegExp(
  String.raw`^(graphile_worker\.|public\.(${[
    'heartbeats|downtimes|rate_buckets|idempotency_keys|call_minutes|log_lines|audit_log',
    'chain_blocks|chain_cursors|rosters|anchor_leaves|anchor_batches|chain_transactions',
    'fan_out|deliveries\\w*|delivery_attempts\\w*|inbox_heads',
  ].join('|')})$)`,
)
/** Their rows say when they were last used; only how many there are is compared. */
const COUNTED = new Set(['public.sessions', 'public.api_keys'])

/** One line a table: how many rows, and a hash over them. The same lines again: nothing has changed. */
export async function stateOf(query: Query): Promise<Record<string, string>> {
  const tables = (await listTables(query)).filter((table) => !MOVING.test(table))
  const parts = tables.map((table) => {
    const rows = COUNTED.has(table) ? `''` : `md5(coalesce(string_agg(t::text, chr(10) ORDER BY t::text), ''))`
    return `SELECT '${table}' AS name, count(*) || ' rows ' || ${rows} AS state FROM ${table} AS t`
  })
  const rows = await query<{ name: string; state: string }>(parts.join(' UNION ALL '))
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}
