import type pg from 'pg'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { insertFact } from '@/lib/event/store'
import { newId } from '@/lib/id'

const ENDPOINT = { kind: 'WEBHOOK', eventTypes: ['*'], url: 'http://127.0.0.1:1/', concurrency: 10 }

type NewEndpoint = Partial<typeof ENDPOINT> & { organizationId: string; createdAt?: Date; userId?: string }

/** An endpoint straight into the table, past the checks of the verbs. Its secret opens nothing. */
export async function endpointRow(pool: pg.Pool, options: NewEndpoint): Promise<string> {
  const { organizationId, kind, eventTypes, url, concurrency, createdAt, userId } = { ...ENDPOINT, ...options }
  const id = newId()
  const isWebhook = kind === 'WEBHOOK'
  await pool.query(
    `INSERT INTO endpoints (id, organization_id, kind, event_types, url, secret, concurrency, user_id, created_at, updated_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)`,
    [
      id,
      organizationId,
      kind,
      eventTypes,
      isWebhook ? url : null,
      isWebhook ? Buffer.alloc(32) : null,
      concurrency,
      userId ?? null,
      createdAt ?? new Date(0),
    ],
  )
  return id
}

type NewEvent = {
  organizationId: string
  type?: string
  subject?: string
  data?: object
  debug?: object
  now?: Date
}

/** An event straight into the log, in `sql`'s transaction. */
export async function eventRow(sql: Sql, event: NewEvent): Promise<string> {
  const { organizationId, type = 'order.made', subject = 'a', data = {}, debug, now = new Date() } = event
  const id = newId()
  await insertFact(sql, {
    id: newId(),
    type,
    subject,
    source: 'test',
    metadata: {},
    requestId: null,
    now,
    ...(debug === undefined ? {} : { debug }),
    rows: [{ id, organization_id: organizationId, data }],
  })
  return id
}

/** As `eventRow`, committed. */
export function publishedRow(pool: pg.Pool, event: NewEvent): Promise<string> {
  return inSqlTransaction({ pool }, (sql) => eventRow(sql, event))
}
