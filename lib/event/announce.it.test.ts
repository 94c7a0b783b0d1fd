import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { inSqlTransaction, type Sql } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { NEWS_CHANNEL } from './announce'
import { publish } from './publish'

let fresh: TestDatabase
let db: Database
let ear: pg.Client
let heard = 0

beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
  ear = new pg.Client({ connectionString: fresh.url })
  await ear.connect()
  ear.on('notification', () => heard++)
  await ear.query(`LISTEN ${NEWS_CHANNEL}`)
})
beforeEach(async () => {
  // What the test before said last may still be on its way.
  for (let before = -1; before !== heard; await sleep(100)) before = heard
  heard = 0
})
afterAll(async () => {
  await ear.end()
  await db.close()
  await fresh.drop()
})

const tell = (sql: Sql) =>
  publish(sql, {
    type: 'challenge.locked',
    subject: newId(),
    organizations: [{ organizationId: newId(), data: {} }],
    now: new Date(),
  })
const ctx = () => ({ db: db.prisma, pool: db.pool })

it('is told once a transaction has committed, through either door', async () => {
  await inTransaction(ctx(), tell)
  await expect.poll(() => heard).toBe(1)
  await inSqlTransaction(ctx(), tell)
  await expect.poll(() => heard).toBe(2)
})

it('is told once of many at the same time', async () => {
  // With its connections open: while they are opened one by one, the transactions are not at the same time.
  await Promise.all(Array.from({ length: 8 }, () => db.pool.query('SELECT 1')))
  await Promise.all(Array.from({ length: 8 }, () => inSqlTransaction(ctx(), tell)))
  await expect.poll(() => heard).toBeGreaterThan(0)
  expect(heard).toBeLessThan(8)
})

it('says nothing of what was rolled back or changed nothing', async () => {
  const failing = inSqlTransaction(ctx(), async (sql) => {
    await tell(sql)
    throw new Error('no')
  })
  await expect(failing).rejects.toThrow('no')
  await inTransaction(ctx(), (tx) => tx.user.count())

  // Another notice, sent later, arrives alone.
  await inSqlTransaction(ctx(), tell)
  await expect.poll(() => heard).toBe(1)
})
