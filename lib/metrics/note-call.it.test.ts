import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { bucketOf } from './buckets'
import { flushCalls, noteCall } from './note-call'

let fresh: TestDatabase
beforeAll(async () => {
  fresh = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})
beforeEach(() => database().pool.query('TRUNCATE call_minutes'))

const organizationId = newId()
const note = (status: number, ms: number) => noteCall({ organizationId, route: 'GET /api/v1/me', status, ms })
const minutes = async () =>
  (await database().pool.query('SELECT * FROM call_minutes ORDER BY minute, route, status_class')).rows

it('calls of a minute become one row for each route and class, whoever writes and however often', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T10:00:30.000Z') })
  note(200, 4)
  note(201, 40)
  note(404, 1)
  await flushCalls()
  note(302, 4)
  note(503, 60_000)
  await flushCalls()
  vi.useRealTimers()

  const rows = await minutes()
  expect(rows.map((row) => [row.route, row.status_class, row.calls, row.total_ms])).toEqual([
    ['GET /api/v1/me', '2xx', 3, 48],
    ['GET /api/v1/me', '4xx', 1, 1],
    ['GET /api/v1/me', '5xx', 1, 60_000],
  ])
  expect(rows[0].minute).toEqual(new Date('2026-11-21T10:00:00.000Z'))
  expect(rows[0].buckets[bucketOf(4)]).toBe(2)
  expect(rows[0].buckets[bucketOf(40)]).toBe(1)
  expect(rows[2].buckets.at(-1)).toBe(1)
  expect(rows[0].buckets.reduce((a: number, b: number) => a + b)).toBe(3)
})

it('what could not be written is added to what came since', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2026-11-21T10:00:30.000Z') })
  const query = vi.spyOn(database().pool, 'query').mockRejectedValueOnce(new Error('away') as never)
  note(200, 4)
  await flushCalls()
  query.mockRestore()
  note(200, 6)
  await flushCalls()
  vi.useRealTimers()

  expect(await minutes()).toMatchObject([{ calls: 2, total_ms: 10 }])
})
