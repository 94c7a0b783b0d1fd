import type { Sql } from '@/lib/db/sql'
import type { Db, Tx } from '@/lib/db/transaction'

/** The only file of this noun that knows the database. */

export type NewWebhook = {
  id: string
  organizationId: string
  url: string
  description: string | null
  eventTypes: string[]
  secret: Uint8Array<ArrayBuffer>
  createdBy: string
  now: Date
}

export const insertWebhook = (tx: Tx, { now, ...webhook }: NewWebhook) =>
  tx.endpoint.create({ data: { ...webhook, kind: 'WEBHOOK', createdAt: now, updatedAt: now } })
export type WebhookRow = Awaited<ReturnType<typeof insertWebhook>>

const LIVE = { kind: 'WEBHOOK', status: { not: 'DELETED' } } as const

/** Lets one caller at a time make webhooks of an organization, until the transaction ends. */
export async function lockWebhooks(sql: Sql, organizationId: string): Promise<void> {
  await sql.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended('countersign.webhooks ' || ${organizationId}::text, 0))`
}

export function countWebhooks(db: Db, organizationId: string): Promise<number> {
  return db.endpoint.count({ where: { ...LIVE, organizationId } })
}

/** Newest first. */
export function findWebhooks(db: Db, organizationId: string, limit: number, before?: string): Promise<WebhookRow[]> {
  return db.endpoint.findMany({
    where: { ...LIVE, organizationId, ...(before === undefined ? {} : { id: { lt: before } }) },
    orderBy: { id: 'desc' },
    take: limit,
  })
}

export function findWebhook(db: Db, organizationId: string, id: string): Promise<WebhookRow | null> {
  return db.endpoint.findFirst({ where: { ...LIVE, id, organizationId } })
}

/** As `findWebhook`, its row locked until the transaction ends. */
export async function lockWebhook(tx: Tx, organizationId: string, id: string): Promise<WebhookRow | null> {
  await tx.$queryRaw`SELECT 1 FROM endpoints WHERE id = ${id}::uuid FOR UPDATE`
  return findWebhook(tx, organizationId, id)
}

/**
 * Whether it is there; if so it is not deleted before the transaction ends. The pump, which writes deliveries first and then
 * how the webhook fares, is not held up.
 */
export async function holdWebhook(sql: Sql, organizationId: string, id: string): Promise<boolean> {
  const rows = await sql.$queryRaw<unknown[]>`
    SELECT 1 FROM endpoints
    WHERE id = ${id}::uuid AND organization_id = ${organizationId}::uuid AND kind = 'WEBHOOK' AND status <> 'DELETED'
    FOR KEY SHARE`
  return rows.length > 0
}

export type WebhookChange = Partial<
  Pick<
    WebhookRow,
    | 'url'
    | 'description'
    | 'eventTypes'
    | 'concurrency'
    | 'status'
    | 'disabledReason'
    | 'disabledAt'
    | 'firstFailureAt'
    | 'probeAt'
    | 'probes'
    | 'previousUntil'
  >
> & { secret?: Uint8Array<ArrayBuffer>; previousSecret?: Uint8Array<ArrayBuffer> | null }

export function saveWebhook(tx: Tx, id: string, change: WebhookChange, now: Date): Promise<WebhookRow> {
  return tx.endpoint.update({ where: { id }, data: { ...change, updatedAt: now } })
}

/** Ends an endpoint. Where it sent to and what it signed with is forgotten; its deliveries are closed by the pump. */
export async function removeWebhook(tx: Tx, id: string, now: Date): Promise<void> {
  const nothing = { url: null, secret: null, previousSecret: null, previousUntil: null, description: null }
  const still = { disabledReason: null, disabledAt: null, probeAt: null }
  await tx.endpoint.update({ where: { id }, data: { ...nothing, ...still, status: 'DELETED', updatedAt: now } })
}
