import { afterAll, beforeAll, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { fanOutPage, lockPlace } from '@/lib/delivery/fan-out-store'
import { publish } from '@/lib/event/publish'
import { currentPosition } from '@/lib/event/store'
import { newId } from '@/lib/id'
import { log } from '@/lib/log'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { eraseOrganization } from './erase.job'
import { closeEndpoints } from './store'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  log.level = 'silent'
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const count = async (table: string) => (await db.pool.query(`SELECT 1 FROM ${table}`)).rowCount
const blocked = async () =>
  (
    await db.pool.query(
      `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
    )
  ).rowCount

/** Tests beside this one run transactions in the same cluster; the fan-out waits for them. */
async function settle() {
  const { rows } = await db.pool.query<{ tx: string }>('SELECT pg_current_xact_id()::text AS tx')
  const isOver = async () => (await currentPosition(sqlOver(db.pool))).tx > BigInt(rows[0]?.tx ?? 0)
  await expect.poll(isOver, { timeout: 10_000 }).toBe(true)
}

it('erases also what was being handed out when the endpoints were closed', async () => {
  const [organizationId, inbox, now] = [newId(), newId(), new Date()]
  await db.prisma.organization.create({ data: { id: organizationId, name: 'Ada', createdAt: now } })
  await db.pool.query(
    `INSERT INTO endpoints (id, organization_id, kind, event_types, created_at, updated_at) VALUES ($1, $2, 'INBOX', '{*}', $3, $3)`,
    [inbox, organizationId, now],
  )
  await inSqlTransaction(db, (sql) =>
    publish(sql, { type: 'challenge.created', subject: 'a', organizations: [{ organizationId, data: {} }], now }),
  )
  await settle()

  const page = await db.pool.connect()
  await page.query('BEGIN')
  const place = await lockPlace(sqlOver(page))
  if (!place) throw new Error('Nobody else fans out')
  expect(await fanOutPage(sqlOver(page), place, 100, now)).toMatchObject({ events: 1 })
  await closeEndpoints(sqlOver(db.pool), organizationId, now)
  const erasing = eraseOrganization(db, organizationId)
  await expect.poll(blocked).toBe(1)
  await page.query('COMMIT')
  page.release()
  await erasing

  for (const table of ['deliveries', 'inbox_heads', 'events', 'event_subjects']) {
    expect([table, await count(table)]).toEqual([table, 0])
  }
})
