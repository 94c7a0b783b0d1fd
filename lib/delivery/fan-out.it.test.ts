import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { endpointRow, eventRow, publishedRow } from '@/test/factories/endpoints'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { fanOut } from './fan-out'

let fresh: TestDatabase
let db: Database
beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const NOW = new Date('2026-11-20T12:00:00.000Z')
let organizationId: string
beforeEach(() => {
  organizationId = newId()
})

const publish = (event: Partial<Parameters<typeof publishedRow>[1]> = {}) =>
  publishedRow(db.pool, { organizationId, now: NOW, ...event })
const endpoint = (options: Partial<Parameters<typeof endpointRow>[1]> = {}) =>
  endpointRow(db.pool, { organizationId, ...options })

/** Fans out until all that is committed was taken: other tests' transactions on this server hold the log back. */
async function takeAll(limit?: number): Promise<void> {
  const isBehind = async () => {
    await fanOut({ pool: db.pool, now: NOW }, limit)
    const { rows } = await db.pool.query(
      'SELECT 1 FROM events, fan_out WHERE (events.tx, events.id) > (fan_out.tx, last_id)',
    )
    return rows.length > 0
  }
  await expect.poll(isBehind, { interval: 5, timeout: 15_000 }).toBe(false)
}

type Row = Record<string, unknown>
const deliveriesOf = async (endpointId: string) => {
  const { rows } = await db.pool.query<Row>('SELECT * FROM deliveries WHERE endpoint_id = $1 ORDER BY event_id', [
    endpointId,
  ])
  return rows
}
const headsOf = async (endpointId: string) => {
  const { rows } = await db.pool.query<Row>(
    'SELECT subject, event_id, sequence, visible_at, handle FROM inbox_heads WHERE endpoint_id = $1 ORDER BY subject',
    [endpointId],
  )
  return rows
}

describe('the fan-out', () => {
  it('gives each event to the endpoints of its organization whose filters match, and to no other', async () => {
    const all = await endpoint()
    const nouns = await endpoint({ eventTypes: ['order.*', 'challenge.sent'] })
    const exact = await endpoint({ eventTypes: ['order.made'] })
    const nothing = await endpoint({ eventTypes: [] })
    const others = await endpoint({ organizationId: newId() })
    const off = await endpoint()
    await db.pool.query("UPDATE endpoints SET status = 'DISABLED', disabled_reason = 'OWNER' WHERE id = $1", [off])
    const types = ['order.made', 'order.item.added', 'orders.made', 'challenge.sent', 'challenge.accepted']
    for (const type of types) await publish({ type })
    await takeAll()

    const typesOf = async (id: string) => (await deliveriesOf(id)).map(({ type }) => type)
    expect(await typesOf(all)).toEqual(types)
    expect(await typesOf(nouns)).toEqual(['order.made', 'order.item.added', 'challenge.sent'])
    expect(await typesOf(exact)).toEqual(['order.made'])
    for (const id of [nothing, others, off]) expect(await typesOf(id)).toEqual([])
  })

  it('lays a delivery down as due when its event happened', async () => {
    const id = await endpoint()
    const eventId = await publish({ subject: 'a subject' })
    await takeAll()
    expect(await deliveriesOf(id)).toEqual([
      expect.objectContaining({
        event_id: eventId,
        organization_id: organizationId,
        subject: 'a subject',
        sequence: 1,
        status: 'PENDING',
        attempts: 0,
        failures: 0,
        due_at: NOW,
        ordered: false,
        ended_at: null,
      }),
    ])
  })

  it('leaves out what happened before the endpoint was there', async () => {
    await publish({ now: new Date(NOW.getTime() - 1) })
    const id = await endpoint({ createdAt: NOW })
    const at = await publish()
    await takeAll()
    expect((await deliveriesOf(id)).map(({ event_id }) => event_id)).toEqual([at])
  })

  it('never skips what commits late', async () => {
    const id = await endpoint()
    const late = await db.pool.connect()
    await late.query('BEGIN')
    const first = await eventRow(sqlOver(late), { organizationId, subject: 'late', now: NOW })
    const second = await publish({ subject: 'early' })
    await fanOut({ pool: db.pool, now: NOW })
    expect(await deliveriesOf(id)).toEqual([])

    await late.query('COMMIT')
    late.release()
    await takeAll()
    expect((await deliveriesOf(id)).map(({ event_id }) => event_id).toSorted()).toEqual([first, second].toSorted())
  })

  it('takes each event once, however many fan out at the same time', async () => {
    const id = await endpoint()
    const published: string[] = []
    for (let n = 0; n < 40; n++) published.push(await publish({ subject: `s${n % 7}` }))
    await Promise.all(Array.from({ length: 8 }, () => takeAll(5)))
    expect((await deliveriesOf(id)).map(({ event_id }) => event_id)).toEqual(published)
  })
})

describe('an inbox', () => {
  it('has one head for each subject: its oldest open item', async () => {
    const id = await endpoint({ kind: 'INBOX' })
    const first = await publish({ subject: 'a' })
    await publish({ subject: 'a' })
    await takeAll()
    await publish({ subject: 'a' })
    const other = await publish({ subject: 'b' })
    await takeAll()

    expect((await deliveriesOf(id)).map(({ ordered, due_at }) => [ordered, due_at])).toEqual(
      Array(4).fill([true, null]),
    )
    expect(await headsOf(id)).toEqual([
      { subject: 'a', event_id: first, sequence: 1, visible_at: NOW, handle: null },
      { subject: 'b', event_id: other, sequence: 1, visible_at: NOW, handle: null },
    ])
  })

  it.each([
    ['at the end of a page', false],
    ['where the readable part of the log ends', true],
  ])('never gets a later item of a subject before an earlier one, %s', async (_, withOpenTransaction) => {
    const id = await endpoint({ kind: 'INBOX' })
    await takeAll()
    // `older` has its transaction id first and writes the subject last.
    const older = await db.pool.connect()
    await older.query('BEGIN; SELECT pg_current_xact_id()')
    const between = await db.pool.connect()
    await between.query('BEGIN; SELECT pg_current_xact_id()')
    if (!withOpenTransaction) await between.query('COMMIT')

    const first = await publish({ subject: 'a' })
    const second = await publish({ subject: 'a' })
    const third = await eventRow(sqlOver(older), { organizationId, subject: 'a', now: NOW })
    await older.query('COMMIT')
    older.release()
    const fourth = await publish({ subject: 'a' })

    const some = async () => {
      await fanOut({ pool: db.pool, now: NOW }, 1)
      return (await deliveriesOf(id)).map(({ event_id }) => event_id)
    }
    await expect.poll(some, { interval: 5, timeout: 15_000 }).not.toEqual([])
    expect(await some()).toEqual(expect.arrayContaining([first, second, third]))
    expect(await headsOf(id)).toMatchObject([{ event_id: first, sequence: 1 }])

    if (withOpenTransaction) await between.query('COMMIT')
    between.release()
    await takeAll(1)
    expect((await deliveriesOf(id)).map(({ event_id }) => event_id).toSorted()).toEqual(
      [first, second, third, fourth].toSorted(),
    )
    expect(await headsOf(id)).toMatchObject([{ event_id: first, sequence: 1 }])
  })

  it('keeps a head that is leased, and does not bring back what is done', async () => {
    const id = await endpoint({ kind: 'INBOX' })
    const first = await publish({ subject: 'a' })
    await takeAll()
    const handle = newId()
    await db.pool.query('UPDATE inbox_heads SET handle = $2 WHERE endpoint_id = $1', [id, handle])
    await publish({ subject: 'a' })
    await takeAll()
    expect(await headsOf(id)).toMatchObject([{ event_id: first, handle }])

    await db.pool.query("UPDATE deliveries SET status = 'DELIVERED', ended_at = now() WHERE endpoint_id = $1", [id])
    await db.pool.query('DELETE FROM inbox_heads WHERE endpoint_id = $1', [id])
    await db.pool.query("UPDATE fan_out SET tx = '1'")
    await takeAll()
    expect(await headsOf(id)).toEqual([])
    expect((await deliveriesOf(id)).map(({ status }) => status)).toEqual(['DELIVERED', 'DELIVERED'])
  })
})

describe('a debugged event', () => {
  it('waits as long as it asked, or is dead at once with a try that says why', async () => {
    const [hook, inbox] = [await endpoint(), await endpoint({ kind: 'INBOX' })]
    const slow = await publish({ subject: 'slow', debug: { delay_seconds: 90 } })
    const dead = await publish({ subject: 'dead', debug: { dead: true } })
    await takeAll()

    const later = new Date(NOW.getTime() + 90_000)
    for (const id of [hook, inbox]) {
      expect(await deliveriesOf(id)).toEqual([
        expect.objectContaining({ event_id: slow, status: 'PENDING', debug: { delay_seconds: 90 } }),
        expect.objectContaining({ event_id: dead, status: 'DEAD', attempts: 1, due_at: null, ended_at: NOW }),
      ])
      const { rows } = await db.pool.query(
        'SELECT number, outcome, reason FROM delivery_attempts WHERE endpoint_id = $1',
        [id],
      )
      expect(rows).toEqual([{ number: 1, outcome: 'DEAD', reason: 'DEBUG: The event asked to fail.' }])
    }
    expect((await deliveriesOf(hook))[0]?.due_at).toEqual(later)
    expect(await headsOf(inbox)).toEqual([
      { subject: 'slow', event_id: slow, sequence: 1, visible_at: later, handle: null },
    ])
  })
})
