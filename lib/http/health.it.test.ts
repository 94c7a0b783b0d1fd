import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { forgetSingleton } from '@/lib/singleton'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { checkHealth, checkReady, HealthAnswer, ReadyAnswer } from './health'
import { toJson } from './json'
import { VERSION } from './version'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

/** What is looked at is kept for a second; each look here is meant to be a new one. On a slow machine one may find a part late. */
const look = async (now: Date) => {
  forgetSingleton('health')
  return checkHealth({ pool: database().pool, now })
}
const asJson = (value: unknown) => JSON.parse(toJson(value))

it('is ready once every migration is in', async () => {
  const { pool } = database()
  await expect
    .poll(() => checkReady({ pool }))
    .toMatchObject({ status: 200, body: { status: 'ok', database: 'ok', migrations: 'ok' } })
  expect(ReadyAnswer.safeParse((await checkReady({ pool })).body).success).toBe(true)

  await pool.query(
    "INSERT INTO _prisma_migrations (id, checksum, migration_name) VALUES ('x', 'x', '20990101000000_half_done')",
  )
  await expect
    .poll(() => checkReady({ pool }))
    .toMatchObject({ status: 503, body: { status: 'down', database: 'ok', migrations: 'down' } })
  await pool.query("DELETE FROM _prisma_migrations WHERE id = 'x'")
})

it('is well while database, chain and worker are', async () => {
  const now = new Date()
  await database().prisma.heartbeat.create({ data: { role: 'worker', at: now } })
  let health = await look(now)
  const lookAgain = async () => {
    health = await look(now)
    return health.status
  }
  await expect.poll(lookAgain).toBe(200)
  expect(HealthAnswer.safeParse(asJson(health.body)).success).toBe(true)
  expect(health.body).toMatchObject({
    status: 'ok',
    service: 'countersign',
    version: VERSION,
    timestamp: now,
    checks: {
      database: { status: 'ok' },
      chain: { status: 'ok', chain_id: 'eip155:31337' },
      worker: { status: 'ok', seen_at: now },
    },
  })
})

it('misses a worker that has been silent for a minute', async () => {
  const now = new Date()
  await database().prisma.heartbeat.upsert({
    where: { role: 'worker' },
    create: { role: 'worker', at: now },
    update: { at: now },
  })
  await expect.poll(async () => (await look(addSeconds(now, 59))).status).toBe(200)

  const late = await look(addSeconds(now, 61))
  expect(late).toMatchObject({ status: 503, body: { status: 'degraded', checks: { worker: { status: 'down' } } } })
})
