import { afterAll, beforeAll, expect, it } from 'vitest'
import { log } from '@/lib/log'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { type Database, openDatabase } from './client'
import { inSqlTransaction } from './sql'

let fresh: TestDatabase
let db: Database
let killer: Database
beforeAll(async () => {
  log.level = 'silent'
  fresh = await freshDatabase()
  db = openDatabase(fresh.url, 2)
  killer = openDatabase(fresh.url, 1)
})
afterAll(async () => {
  await Promise.all([db.close(), killer.close()])
  await fresh.drop()
})

/** Ends every connection but its own, as a restart of Postgres does. */
const cutAll = () =>
  killer.pool.query(
    'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
  )

it('a connection that dies inside a transaction costs that transaction, not the process', async () => {
  const cut = inSqlTransaction(db, async (sql) => {
    await sql.$queryRaw`SELECT 1`
    await cutAll()
    await new Promise((resolve) => setTimeout(resolve, 100))
    return sql.$queryRaw`SELECT 2`
  })
  await expect(cut).rejects.toMatchObject({ code: 'E9002' })
  const [row] = await inSqlTransaction(db, async (sql) => sql.$queryRaw<{ n: number }[]>`SELECT 3 AS n`)
  expect(row).toEqual({ n: 3 })
})
