import pg from 'pg'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { freshDatabase, type TestDatabase } from '@/test/services/database'

let database: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  database = await freshDatabase()
  pool = new pg.Pool({ connectionString: database.url, max: 1 })
})
afterAll(async () => {
  await pool.end()
  await database.drop()
})

/** The module as another bundle of the same process has it. */
async function anotherBundle() {
  vi.resetModules()
  return (await import('./sql')).sqlOver(pool)
}

it('statements of two bundles share a connection', async () => {
  const [pages, api] = [await anotherBundle(), await anotherBundle()]

  expect(await pages.$queryRaw`SELECT ${1}::int AS one`).toEqual([{ one: 1 }])
  expect(await api.$queryRaw`SELECT ${'a'}::text AS a`).toEqual([{ a: 'a' }])
  expect(await pages.$queryRaw`SELECT ${2}::int AS one`).toEqual([{ one: 2 }])
})
