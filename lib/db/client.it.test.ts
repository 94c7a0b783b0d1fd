import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { type Database, openDatabase } from './client'
import { sqlOver } from './sql'

let fresh: TestDatabase
let opened: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  const name = new URL(fresh.url).pathname.slice(1)
  const setup = openDatabase(fresh.url)
  await setup.pool.query(`ALTER DATABASE ${name} SET timezone = 'America/New_York'`)
  await setup.close()
  opened = openDatabase(fresh.url)
})
afterAll(async () => {
  await opened.close()
  await fresh.drop()
})

it('an instant is the same through Prisma and through pg, wherever the database thinks it is', async () => {
  const at = new Date('2026-11-20T12:00:00.123Z')
  const [byPrisma, byPg] = [newId(), newId()]
  await opened.prisma.organization.create({ data: { id: byPrisma, name: 'a', createdAt: at } })
  await sqlOver(opened.pool).$executeRaw`
    INSERT INTO organizations (id, name, created_at) VALUES (${byPg}::uuid, 'b', ${at}::timestamptz)`

  const read = await opened.prisma.organization.findMany()
  expect(read.map((row) => row.createdAt)).toEqual([at, at])
  const rows = await sqlOver(opened.pool).$queryRaw<{ created_at: Date }[]>`SELECT created_at FROM organizations`
  expect(rows.map((row) => row.created_at)).toEqual([at, at])
})
