import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { type Database, openDatabase } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { RateLimiter } from './rate-limit'
import { sweepRateBuckets } from './rate-store'

const now = new Date('2026-11-20T12:00:10Z')
let fresh: TestDatabase
let opened: Database

beforeAll(async () => {
  fresh = await freshDatabase()
  opened = openDatabase(fresh.url)
})
afterAll(async () => {
  await opened.close()
  await fresh.drop()
})

async function allowedOf(calls: number, limiters: RateLimiter[], subject: string, limit: number): Promise<number> {
  const spends = Array.from({ length: calls }, (_, i) =>
    (limiters[i % limiters.length] as RateLimiter).spend(opened.pool, {
      subject,
      group: 'wallet',
      limit,
      cost: 1,
      now,
    }),
  )
  return (await Promise.all(spends)).filter((spent) => spent.allowed).length
}

it('one process gets exactly the limit', async () => {
  expect(await allowedOf(100, [new RateLimiter()], 'one', 60)).toBe(60)
})

it('several processes never get more together, and nearly as much', async () => {
  const processes = [new RateLimiter(), new RateLimiter(), new RateLimiter(), new RateLimiter()]
  const allowed = await allowedOf(800, processes, 'several', 200)
  expect(allowed).toBeLessThanOrEqual(200)
  expect(allowed).toBeGreaterThanOrEqual(170)
})

it('a process that comes late finds the minute used up', async () => {
  await allowedOf(60, [new RateLimiter()], 'late', 60)
  expect(await allowedOf(10, [new RateLimiter()], 'late', 60)).toBe(0)
})

it('old windows are swept', async () => {
  await allowedOf(1, [new RateLimiter()], 'swept', 60)
  const rows = () => opened.prisma.rateBucket.count({ where: { subject: 'swept' } })
  await sweepRateBuckets(sqlOver(opened.pool), addSeconds(now, 300))
  expect(await rows()).toBe(1)
  await sweepRateBuckets(sqlOver(opened.pool), addSeconds(now, 3_600))
  expect(await rows()).toBe(0)
})
