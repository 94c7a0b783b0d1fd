import { afterAll, beforeAll, expect, it } from 'vitest'
import { database } from '@/lib/db/client'
import { log } from '@/lib/log'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { checkHealth, checkLive, checkReady } from './health'
import { route } from './route'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk()
  log.level = 'silent'
  // Nothing listens there.
  process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/none'
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

it('a call that needs the database says that it is away', async () => {
  const anything = route({ summary: 'Any', limit: 'reads', auth: 'none' }, () => ({ ok: true }))
  const response = await anything(new Request('https://desk.example/api/v1/any'), { params: {} })
  expect(response.status).toBe(503)
  expect(await response.json()).toMatchObject({ code: 'E9002' })
})

it('health still answers, and says what is down', async () => {
  const { pool } = database()
  expect(checkLive()).toEqual({ status: 'ok' })
  expect(await checkReady({ pool })).toMatchObject({ status: 503, body: { status: 'down', database: 'down' } })
  expect(await checkHealth({ pool, now: new Date() })).toMatchObject({
    status: 503,
    body: {
      status: 'degraded',
      checks: { database: { status: 'down' }, chain: { status: 'ok' }, worker: { status: 'down' } },
    },
  })
})
