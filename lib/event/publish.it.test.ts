import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { type Database, openDatabase } from '@/lib/db/client'
import { inSqlTransaction, type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction } from '@/lib/db/transaction'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { positionOf } from './event-row'
import { type Fact, publish } from './publish'
import { currentPosition, readEvents } from './store'

let fresh: TestDatabase
let db: Database
let sql: Sql
beforeAll(async () => {
  fresh = await freshDatabase()
  db = openDatabase(fresh.url)
  sql = sqlOver(db.pool)
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const NOW = new Date('2026-11-20T12:00:00.123Z')
let mine: string
let theirs: string
beforeEach(() => {
  mine = newId()
  theirs = newId()
})

const fact = (subject: string, organizations = [mine, theirs]): Fact => ({
  type: 'challenge.locked',
  subject,
  organizations: organizations.map((organizationId) => ({ organizationId, data: { for: organizationId } })),
  requestId: 'request-1',
  now: NOW,
})
const FROM_THE_START = { tx: 0n, id: newId() }

/** Waits until everything committed so far may be read: other tests' transactions on the same server hold the log back. */
async function caughtUp() {
  const { rows } = await db.pool.query<{ to: string }>('SELECT pg_snapshot_xmax(pg_current_snapshot())::text AS to')
  const to = BigInt(rows[0]?.to ?? 0)
  await vi.waitFor(async () => expect((await currentPosition(sql)).tx).toBeGreaterThanOrEqual(to), 10_000)
}
const sequences = async (organizationId: string) =>
  (await readEvents(sql, organizationId, FROM_THE_START, 100)).map(({ subject, sequence }) => [subject, sequence])

describe('publishing', () => {
  it('writes one row for each organization, with what that one may know', async () => {
    await inSqlTransaction(db, (tx) => publish(tx, { ...fact('a deal'), metadata: { key: 1 } }))
    await caughtUp()

    const [event] = await readEvents(sql, mine, FROM_THE_START, 10)
    expect(event).toMatchObject({
      type: 'challenge.locked',
      subject: 'a deal',
      sequence: 1,
      source: 'desk',
      data: { for: mine },
      metadata: { key: 1 },
      created_at: NOW,
    })
    const [other] = await readEvents(sql, theirs, FROM_THE_START, 10)
    expect(other?.data).toEqual({ for: theirs })
    expect(other?.id).not.toBe(event?.id)

    const rows = await db.prisma.event.findMany({ where: { subject: 'a deal' } })
    expect(new Set(rows.map((row) => row.factId)).size).toBe(1)
    expect(rows[0]?.requestId).toBe('request-1')
  })

  it('does the same inside a Prisma transaction', async () => {
    await inTransaction({ db: db.prisma }, (tx) => publish(tx, fact('a deal')))
    await caughtUp()
    expect(await sequences(mine)).toEqual([['a deal', 1]])
  })

  it('tells an organization named twice once, and nobody nothing', async () => {
    await inSqlTransaction(db, (tx) => publish(tx, fact('a deal', [mine, mine])))
    await inSqlTransaction(db, (tx) => publish(tx, fact('a deal', [])))
    await caughtUp()
    expect(await sequences(mine)).toEqual([['a deal', 1]])
  })

  it('counts each subject of each organization from 1 without gaps, also when a transaction is rolled back', async () => {
    await inSqlTransaction(db, (tx) => publish(tx, fact('a deal')))
    await expect(
      inSqlTransaction(db, async (tx) => {
        await publish(tx, fact('a deal'))
        throw new Error('changed my mind')
      }),
    ).rejects.toThrow('changed my mind')
    await inSqlTransaction(db, (tx) => publish(tx, fact('a deal', [mine])))
    await inSqlTransaction(db, (tx) => publish(tx, fact('another')))
    await caughtUp()

    expect(await sequences(mine)).toEqual([
      ['a deal', 1],
      ['a deal', 2],
      ['another', 1],
    ])
    expect(await sequences(theirs)).toEqual([
      ['a deal', 1],
      ['another', 1],
    ])
  })

  it('lets many write about one subject at once, in whatever order they name the organizations', async () => {
    const order = (index: number) => (index % 2 ? [mine, theirs] : [theirs, mine])
    await Promise.all(
      Array.from({ length: 24 }, (_, index) => inSqlTransaction(db, (tx) => publish(tx, fact('busy', order(index))))),
    )
    await caughtUp()
    const found = (await sequences(theirs)).map(([, sequence]) => sequence)
    expect(found.toSorted((a, b) => Number(a) - Number(b))).toEqual(Array.from({ length: 24 }, (_, index) => index + 1))
  })
})

describe('reading', () => {
  it('never skips what commits late: it waits until no older transaction is running', async () => {
    const early = await db.pool.connect()
    await early.query('BEGIN')
    await publish(sqlOver(early), fact('early', [mine]))
    await inSqlTransaction(db, (tx) => publish(tx, fact('late', [mine])))

    // The later transaction has committed, the earlier has not: showing it now would lose the other one.
    expect(await sequences(mine)).toEqual([])

    await early.query('COMMIT')
    early.release()
    await caughtUp()
    expect(await sequences(mine)).toEqual([
      ['early', 1],
      ['late', 1],
    ])
  })

  it('goes on after any event, page by page', async () => {
    for (const subject of ['one', 'two', 'three'])
      await inSqlTransaction(db, (tx) => publish(tx, fact(subject, [mine])))
    await caughtUp()

    const [first, second] = await readEvents(sql, mine, FROM_THE_START, 2)
    expect([first?.subject, second?.subject]).toEqual(['one', 'two'])
    const rest = await readEvents(sql, mine, positionOf(second as NonNullable<typeof second>), 2)
    expect(rest.map(({ subject }) => subject)).toEqual(['three'])
  })

  it('started from now, has what is still being written and not what was', async () => {
    await inSqlTransaction(db, (tx) => publish(tx, fact('before', [mine])))
    await caughtUp()
    const open = await db.pool.connect()
    await open.query('BEGIN')
    await publish(sqlOver(open), fact('meanwhile', [mine]))

    const start = await currentPosition(sql)
    await open.query('COMMIT')
    open.release()
    await caughtUp()

    const events = await readEvents(sql, mine, start, 10)
    expect(events.map(({ subject }) => subject)).toEqual(['meanwhile'])
  })
})

describe('the log', () => {
  it('refuses to change', async () => {
    await inSqlTransaction(db, (tx) => publish(tx, fact('a deal', [mine])))
    await expect(db.pool.query('UPDATE events SET data = $1', ['{}'])).rejects.toThrow('append-only')
    await expect(db.pool.query('DELETE FROM events')).rejects.toThrow('append-only')
  })
})
