import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import * as clock from '@/app/api/v1/dev/clock/route'
import { chainProviders } from '@/lib/chain/providers'
import { currentTime, millisecondsAhead, setMillisecondsAhead } from '@/lib/clock'
import { systemContext } from '@/lib/context'
import { type Database, database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { enqueue } from '@/lib/queue/enqueue'
import { startAnvil } from '@/scripts/start/anvil.mjs'
import { createFamily } from '@/scripts/start/children.mjs'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { beat } from './beat'
import { deskIsAwake } from './heartbeat'
import { localTime } from './local-time'
import { startTestClock } from './test-clock'

const THREE_DAYS = 3 * 86_400

/** A chain of this file's own: the others' time must stay. */
const folder = mkdtempSync(path.join(tmpdir(), 'clock-'))
const family = createFamily({ recordFile: path.join(folder, 'processes.json') })
let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  const anvil = await startAnvil({ family, log: path.join(folder, 'anvil.log') })
  fresh = await ownDesk({ RPC_31337: anvil.url, COUNTERSIGN_TEST_CLOCK: '1', APP_URL: 'http://localhost:4325' })
  db = database()
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
  await family.stopAll()
  rmSync(folder, { recursive: true })
})

let stop: () => void = () => {}
afterEach(async () => {
  stop()
  await db.pool.query('DROP SCHEMA IF EXISTS countersign_test CASCADE')
  await db.pool.query('DELETE FROM graphile_worker._private_jobs')
  setMillisecondsAhead(0)
  env().COUNTERSIGN_TEST_CLOCK = true
  env().rpcUrls.delete(1)
})

async function post(body: unknown) {
  const request = new Request('http://localhost:4325/api/v1/dev/clock', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const response = await clock.POST(request, { params: {} })
  return { status: response.status, body: await response.json() }
}
const advance = async (seconds: number) => new Date((await post({ advance_seconds: seconds })).body.now)
const chainTime = async () => localTime(chainProviders(31337)[0] as never)
const secondsFromWorld = (date: Date) => Math.round((date.getTime() - Date.now()) / 1000)

describe('putting the clock forward', () => {
  it('is unknown on a desk that was not asked for it, and on one that serves a chain people pay on', async () => {
    env().COUNTERSIGN_TEST_CLOCK = false
    expect(await post({ advance_seconds: 1 })).toMatchObject({ status: 404, body: { code: 'E9008' } })
    env().COUNTERSIGN_TEST_CLOCK = true
    env().rpcUrls.set(1, ['http://127.0.0.1:1'])
    expect(await post({ advance_seconds: 1 })).toMatchObject({ status: 404, body: { code: 'E9008' } })
  })

  it.each([[-1], [0.5], [366 * 86_400 + 1], ['1'], [null]])('refuses %j seconds', async (advance_seconds) => {
    expect(await post({ advance_seconds })).toMatchObject({ status: 400, body: { code: 'E9004' } })
  })

  it('moves the desk and the chain together', async () => {
    stop = await startTestClock()
    const before = await chainTime()
    expect(secondsFromWorld(await advance(THREE_DAYS))).toBeCloseTo(THREE_DAYS, -1)
    expect(secondsFromWorld(currentTime())).toBeCloseTo(THREE_DAYS, -1)
    expect((await chainTime()) - before).toBeGreaterThanOrEqual(THREE_DAYS)
    expect((await chainTime()) - before).toBeLessThan(THREE_DAYS + 30)

    expect(secondsFromWorld(await advance(0))).toBeCloseTo(THREE_DAYS, -1)
  })

  it('adds up when two do it at once', async () => {
    stop = await startTestClock()
    await Promise.all([advance(100), advance(1_000)])
    expect(secondsFromWorld(await advance(0))).toBeCloseTo(1_100, -1)
  })

  it('makes no downtime of the time nobody lived through', async () => {
    stop = await startTestClock()
    await beat(systemContext('test'), 'web')
    await beat(systemContext('test'), 'worker')
    await advance(THREE_DAYS)

    expect(await beat(systemContext('test'), 'web')).toBe(false)
    expect(await deskIsAwake(db.prisma, currentTime())).toBe(true)
    expect(await db.prisma.downtime.count()).toBe(0)
  })

  it('makes jobs due that wait for an instant, before and after', async () => {
    stop = await startTestClock()
    const inTwoDays = () => new Date(currentTime().getTime() + 2 * 86_400_000)
    const secondsLeft = async () => {
      const { rows } = await db.pool.query<{ key: string; left: number }>(
        'SELECT key, extract(epoch FROM run_at - now())::float AS left FROM graphile_worker.jobs ORDER BY key',
      )
      return rows.map(({ key, left }) => [key, Math.round(left / 3_600)])
    }
    await enqueue(sqlOver(db.pool), 'any', {}, { key: 'a', runAt: inTwoDays() })
    await advance(86_400)
    await enqueue(sqlOver(db.pool), 'any', {}, { key: 'b', runAt: inTwoDays() })
    expect(await secondsLeft()).toEqual([
      ['a', 24],
      ['b', 48],
    ])
    await advance(THREE_DAYS)
    expect(await secondsLeft()).toEqual([
      ['a', -48],
      ['b', -24],
    ])
  })

  it('is heard of by the other processes, and kept over a restart with the chain behind', async () => {
    stop = await startTestClock()
    await advance(1_000)
    // Another process put it forward.
    await db.pool.query('UPDATE countersign_test.clock SET ahead_seconds = 3000000')
    await expect.poll(() => millisecondsAhead()).toBe(3_000_000_000)

    stop()
    setMillisecondsAhead(0)
    stop = await startTestClock()
    expect(millisecondsAhead()).toBe(3_000_000_000)
    expect(Math.abs((await chainTime()) - currentTime().getTime() / 1000)).toBeLessThan(5)
  })

  it('leaves everything where it is while the chain does not answer', async () => {
    stop = await startTestClock()
    const real = env().rpcUrls.get(31337) as string[]
    env().rpcUrls.set(31337, ['http://127.0.0.1:1'])
    expect(await post({ advance_seconds: 60 })).toMatchObject({ status: 502, body: { code: 'E2004' } })
    env().rpcUrls.set(31337, real)
    expect(secondsFromWorld(await advance(0))).toBeCloseTo(0, -1)
  })
})
