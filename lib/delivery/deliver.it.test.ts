import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { currentTime, setMillisecondsAhead } from '@/lib/clock'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { endpointRow, publishedRow } from '@/test/factories/endpoints'
import { plainSender } from '@/test/factories/plain-sender'
import { type Receiver, startReceiver } from '@/test/fakes/receiver'
import type { TestDatabase } from '@/test/services/database'
import { startDeliveries } from './deliver'
import { replay } from './replay'
import type { Sender } from './types'

let fresh: TestDatabase
let db: Database
let receiver: Receiver
beforeAll(async () => {
  fresh = await ownDesk()
  db = database()
  receiver = await startReceiver()
})
afterAll(async () => {
  await receiver.stop()
  await db.close()
  await fresh.drop()
})

const stops: (() => Promise<void>)[] = []
let organizationId: string
beforeEach(() => {
  organizationId = newId()
})
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
  setMillisecondsAhead(0)
  await db.pool.query("UPDATE endpoints SET status = 'DELETED', disabled_reason = NULL WHERE kind = 'WEBHOOK'")
})

function start(sender: Sender = plainSender, graceMs = 200): () => Promise<void> {
  const stop = startDeliveries({ pool: db.pool, connectionString: fresh.url, senders: { WEBHOOK: sender }, graceMs })
  stops.push(stop)
  return stop
}
const publish = (event: Partial<Parameters<typeof publishedRow>[1]> = {}) =>
  publishedRow(db.pool, { organizationId, ...event })
const endpoint = (path: string, options: Partial<Parameters<typeof endpointRow>[1]> = {}) =>
  endpointRow(db.pool, { organizationId, url: receiver.url + path, ...options })

type Row = Record<string, unknown>
const deliveriesOf = async (endpointId: string) => {
  const { rows } = await db.pool.query<Row>(
    'SELECT event_id, status, attempts, failures, due_at, reason FROM deliveries WHERE endpoint_id = $1 ORDER BY event_id',
    [endpointId],
  )
  return rows
}
const attemptsOf = async (endpointId: string) => {
  const { rows } = await db.pool.query<Row>(
    'SELECT number, outcome, status_code, reason, answer, at, next_at FROM delivery_attempts WHERE endpoint_id = $1 ORDER BY event_id, number',
    [endpointId],
  )
  return rows
}
const endpointOf = async (id: string) => {
  const { rows } = await db.pool.query<Row>('SELECT * FROM endpoints WHERE id = $1', [id])
  return rows[0] as Row
}
const statusesOf = async (endpointId: string) => (await deliveriesOf(endpointId)).map(({ status }) => status)
const SOON = { timeout: 20_000, interval: 10 }

describe('a delivery', () => {
  it('is sent once and written down with its answer', async () => {
    receiver.set('/once', { body: 'thanks' })
    const id = await endpoint('/once')
    start()
    const eventId = await publish({ data: { text: '<script>' } })
    await expect.poll(() => statusesOf(id), SOON).toEqual(['DELIVERED'])

    expect(await attemptsOf(id)).toMatchObject([
      { number: 1, outcome: 'DELIVERED', status_code: 200, reason: null, answer: 'thanks', next_at: null },
    ])
    const [call] = receiver.callsTo('/once')
    expect(call?.headers['webhook-id']).toBe(eventId)
    expect(JSON.parse(call?.body ?? '')).toMatchObject({ id: eventId, type: 'order.made', data: { text: '<script>' } })
    expect(await endpointOf(id)).toMatchObject({ first_failure_at: null, last_success_at: expect.any(Date) })
  })

  it('comes again at the scheduled times after 500 and 500, and is through with 200', async () => {
    receiver.set('/flaky', { statuses: [500, 500, 200], body: 'not now' })
    const id = await endpoint('/flaky')
    start()
    await publish()
    await expect.poll(() => deliveriesOf(id), SOON).toMatchObject([{ status: 'RETRYING', attempts: 1 }])
    await expect.poll(() => endpointOf(id), SOON).toMatchObject({ first_failure_at: expect.any(Date) })

    const [{ due_at } = {}] = await deliveriesOf(id)
    setMillisecondsAhead(Number(due_at) - Date.now() - 5_000)
    await sleep(1_200)
    expect(receiver.callsTo('/flaky')).toHaveLength(1)
    setMillisecondsAhead(72_000)
    await expect.poll(() => deliveriesOf(id), SOON).toMatchObject([{ status: 'RETRYING', attempts: 2, failures: 2 }])
    setMillisecondsAhead(72_000 + 360_000)
    await expect.poll(() => deliveriesOf(id), SOON).toMatchObject([{ status: 'DELIVERED', attempts: 3, reason: null }])

    const attempts = await attemptsOf(id)
    expect(attempts).toMatchObject([
      {
        number: 1,
        outcome: 'RETRY',
        status_code: 500,
        reason: 'HTTP_500: The endpoint answered 500.',
        answer: 'not now',
      },
      { number: 2, outcome: 'RETRY', status_code: 500 },
      { number: 3, outcome: 'DELIVERED', status_code: 200 },
    ])
    const waits = attempts.slice(0, 2).map(({ at, next_at }) => Number(next_at) - Number(at))
    expect(waits[0]).toBeGreaterThanOrEqual(48_000)
    expect(waits[0]).toBeLessThanOrEqual(72_000)
    expect(waits[1]).toBeGreaterThanOrEqual(240_000)
    expect(waits[1]).toBeLessThanOrEqual(360_000)
    const ids = receiver.callsTo('/flaky').map(({ headers }) => headers['webhook-id'])
    expect(new Set(ids).size).toBe(1)
    expect(await endpointOf(id)).toMatchObject({ first_failure_at: null })
  })

  it('is dead at once after 404, and waits as long as 429 asks', async () => {
    receiver.set('/unknown', { statuses: [404] })
    receiver.set('/busy', { statuses: [429], headers: { 'retry-after': '1800' } })
    const [unknown, busy] = [await endpoint('/unknown'), await endpoint('/busy')]
    start()
    await publish()
    await expect
      .poll(() => deliveriesOf(unknown), SOON)
      .toMatchObject([{ status: 'DEAD', attempts: 1, due_at: null, reason: 'HTTP_404: The endpoint answered 404.' }])
    await expect.poll(() => statusesOf(busy), SOON).toEqual(['RETRYING'])
    const [tried] = await attemptsOf(busy)
    expect(Number(tried?.next_at) - Number(tried?.at)).toBe(1_800_000)
  })

  it('disables an endpoint that answers 410, tells its organization, and leaves the rest waiting', async () => {
    receiver.set('/gone', { statuses: [410] })
    const [gone, other] = [await endpoint('/gone', { concurrency: 1 }), await endpoint('/other')]
    await publish()
    await publish({ debug: { delay_seconds: 60 } })
    start()
    await expect.poll(() => endpointOf(gone), SOON).toMatchObject({ status: 'DISABLED', disabled_reason: 'GONE' })
    const told = async () => (await typesTo(other)).includes('endpoint.disabled')
    await expect.poll(told, SOON).toBe(true)
    setMillisecondsAhead(61_000)
    await expect.poll(() => statusesOf(other), SOON).toEqual(['DELIVERED', 'DELIVERED', 'DELIVERED'])
    expect(await statusesOf(gone)).toEqual(['DEAD', 'PENDING'])
    expect(receiver.callsTo('/gone')).toHaveLength(1)
  })

  it('fails as often as a debugged event asks, without being sent', async () => {
    const id = await endpoint('/debugged')
    start()
    await publish({ debug: { fail: 1 } })
    await expect
      .poll(() => deliveriesOf(id), SOON)
      .toMatchObject([{ status: 'RETRYING', attempts: 1, reason: 'DEBUG: The event asked to fail.' }])
    expect(receiver.callsTo('/debugged')).toHaveLength(0)
    setMillisecondsAhead(72_000)
    await expect.poll(() => statusesOf(id), SOON).toEqual(['DELIVERED'])
    expect(await endpointOf(id)).toMatchObject({ first_failure_at: null })
  })
})

const typesTo = async (endpointId: string) => {
  const { rows } = await db.pool.query<{ type: string }>('SELECT type FROM deliveries WHERE endpoint_id = $1', [
    endpointId,
  ])
  return rows.map(({ type }) => type)
}

/** As a restart of Postgres looks to this database: every connection cut, and none to be had for a while. */
async function refuseConnections(ms: number): Promise<void> {
  const admin = new URL(fresh.url)
  const name = admin.pathname.slice(1)
  admin.pathname = '/postgres'
  const client = new pg.Client({ connectionString: admin.href })
  await client.connect()
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`)
  await client.query('SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = $1', [name])
  await sleep(ms)
  await client.query(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`)
  await client.end()
}

describe('the pump', () => {
  it('sends to each endpoint as many at a time as it allows, and lets a hanging one delay nobody', async () => {
    receiver.set('/hangs', { hangs: true })
    receiver.set('/slow', { delayMs: 20 })
    const hanging = await endpoint('/hangs', { concurrency: 4 })
    const slow = await endpoint('/slow', { concurrency: 3 })
    for (let n = 0; n < 30; n++) await publish()
    start()
    await expect.poll(() => statusesOf(slow), SOON).toEqual(Array(30).fill('DELIVERED'))
    expect(receiver.open('/slow').most).toBe(3)
    expect(receiver.open('/hangs')).toEqual({ now: 4, most: 4 })
    expect(await statusesOf(hanging)).toEqual(Array(30).fill('PENDING'))
  })

  it('sends large ones as many at a time as small ones', async () => {
    receiver.set('/large', { hangs: true })
    await endpoint('/large', { concurrency: 9 })
    for (let n = 0; n < 9; n++) await publish({ data: { text: 'x'.repeat(900_000) } })
    start()
    await expect.poll(() => receiver.open('/large').now, SOON).toBe(9)
  })

  it('sends once more what was replayed during its last try, which failed', async () => {
    receiver.set('/last', { statuses: [500, 200] })
    let answer = () => {}
    const replayed = new Promise<void>((resolve) => {
      answer = resolve
    })
    const id = await endpoint('/last')
    await publish({ debug: { delay_seconds: 600 } })
    start(async (to, event, now) => {
      const answered = await plainSender(to, event, now)
      await replayed
      return answered
    })
    await expect.poll(() => statusesOf(id), SOON).toEqual(['PENDING'])
    await db.pool.query(
      `UPDATE deliveries SET status = 'RETRYING', attempts = 7, failures = 7, due_at = $2 WHERE endpoint_id = $1`,
      [id, new Date()],
    )
    await expect.poll(() => receiver.callsTo('/last').length, SOON).toBe(1)
    const [open] = await deliveriesOf(id)
    await inSqlTransaction(db, (tx) =>
      replay(tx, { endpointId: id, eventIds: [String(open?.event_id)] }, currentTime()),
    )
    answer()
    await expect
      .poll(() => deliveriesOf(id), SOON)
      .toMatchObject([{ status: 'DELIVERED', attempts: 9, failures: 0, reason: null }])
    expect(await attemptsOf(id)).toMatchObject([
      { number: 8, outcome: 'RETRY', status_code: 500, next_at: expect.any(Date) },
      { number: 9, outcome: 'DELIVERED', status_code: 200, next_at: null },
    ])
  })

  it('writes a try down where one of the same number was left from before', async () => {
    const id = await endpoint('/left')
    const eventId = await publish()
    await db.pool.query(
      `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome, status_code, reason)
       VALUES ($1, $2, 1, $3, 'DEAD', 404, 'HTTP_404')`,
      [id, eventId, new Date(0)],
    )
    start()
    await expect.poll(() => statusesOf(id), SOON).toEqual(['DELIVERED'])
    expect(await attemptsOf(id)).toMatchObject([{ number: 1, outcome: 'DELIVERED', status_code: 200, reason: null }])
  })

  it('sends each once when several work at the same time', async () => {
    const ids = await Promise.all(['/p1', '/p2', '/p3'].map((path) => endpoint(path)))
    for (let n = 0; n < 20; n++) await publish()
    start()
    start()
    start()
    for (let n = 0; n < 20; n++) await publish()
    for (const id of ids) await expect.poll(() => statusesOf(id), SOON).toEqual(Array(40).fill('DELIVERED'))
    for (const path of ['/p1', '/p2', '/p3']) expect(receiver.callsTo(path)).toHaveLength(40)
  })

  it('sends again what was answered but not written down, and writes down one of both', async () => {
    const id = await endpoint('/unwritten')
    await publish()
    let calls = 0
    const never = new Promise<never>(() => {})
    const stop = start(async (to, event, now) => {
      const answer = await plainSender(to, event, now)
      calls += 1
      return calls === 1 ? await never : answer
    }, 50)
    await expect.poll(() => receiver.callsTo('/unwritten').length, SOON).toBe(1)
    await stop()
    expect(await statusesOf(id)).toEqual(['PENDING'])

    start()
    await expect.poll(() => statusesOf(id), SOON).toEqual(['DELIVERED'])
    expect(receiver.callsTo('/unwritten')).toHaveLength(2)
    expect(await attemptsOf(id)).toHaveLength(1)
  })

  it('takes over at once what a process had that is cut off, and both go on', async () => {
    receiver.set('/cut', { delayMs: 5 })
    const id = await endpoint('/cut', { concurrency: 2 })
    start()
    start()
    for (let n = 0; n < 60; n++) await publish()
    await expect.poll(() => receiver.callsTo('/cut').length, SOON).toBeGreaterThan(5)
    await db.pool.query(
      'SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()',
    )
    await expect.poll(() => statusesOf(id).catch(() => []), SOON).toEqual(Array(60).fill('DELIVERED'))
    expect(await attemptsOf(id)).toHaveLength(60)
  })

  it('keeps what was answered while Postgres is away, and sends nothing twice', async () => {
    receiver.set('/away', { delayMs: 300 })
    const id = await endpoint('/away', { concurrency: 8 })
    for (let n = 0; n < 24; n++) await publish()
    start()
    await expect.poll(() => receiver.callsTo('/away').length, SOON).toBe(8)
    await refuseConnections(1_500)
    await expect.poll(() => statusesOf(id).catch(() => []), SOON).toEqual(Array(24).fill('DELIVERED'))
    expect(receiver.callsTo('/away')).toHaveLength(24)
    expect(await attemptsOf(id)).toHaveLength(24)
  })

  it('stops sending to an endpoint that is switched off meanwhile, and goes on when it is on again', async () => {
    receiver.set('/switched', { delayMs: 100 })
    const id = await endpoint('/switched', { concurrency: 1 })
    for (let n = 0; n < 40; n++) await publish()
    start()
    await expect.poll(() => receiver.callsTo('/switched').length, SOON).toBeGreaterThan(1)
    await db.pool.query("UPDATE endpoints SET status = 'DISABLED', disabled_reason = 'OWNER' WHERE id = $1", [id])
    // It is noticed at the next look, which may be a while.
    let sent = 0
    const sentWithin = async (ms: number) => {
      const before = receiver.callsTo('/switched').length
      await sleep(ms)
      sent = receiver.callsTo('/switched').length
      return sent - before
    }
    await expect.poll(() => sentWithin(400), SOON).toBe(0)
    expect(sent).toBeLessThan(40)

    receiver.set('/switched', {})
    await db.pool.query("UPDATE endpoints SET status = 'ACTIVE', disabled_reason = NULL, url = $2 WHERE id = $1", [
      id,
      `${receiver.url}/moved`,
    ])
    await expect.poll(() => statusesOf(id), SOON).toEqual(Array(40).fill('DELIVERED'))
    expect(receiver.callsTo('/moved')).toHaveLength(40 - sent)
  })

  it('closes what is open for an endpoint that was deleted', async () => {
    const id = await endpoint('/deleted')
    await publish({ debug: { delay_seconds: 900 } })
    start()
    await expect.poll(() => statusesOf(id), SOON).toEqual(['PENDING'])
    await db.pool.query("UPDATE endpoints SET status = 'DELETED' WHERE id = $1", [id])
    await expect
      .poll(() => deliveriesOf(id), SOON)
      .toMatchObject([{ status: 'DEAD', reason: 'ENDPOINT_DELETED: The endpoint was deleted.' }])
  })
})
