import pg from 'pg'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, database } from '@/lib/db/client'
import { inSqlTransaction, sqlOver } from '@/lib/db/sql'
import { positionOf } from '@/lib/event/event-row'
import { formatPosition, type Position, positionBefore } from '@/lib/event/position'
import { publish } from '@/lib/event/publish'
import { soundPosition, withTime } from '@/lib/event/sound-position'
import { currentPosition, readEvents } from '@/lib/event/store'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { mendRestoredLog } from './mend-restored'

let fresh: TestDatabase
let db: Database
let first: boolean = true
const organizationId = newId()
const subject = newId()
beforeEach(async () => {
  if (first) fresh = await ownDesk()
  first = false
  db = database()
  await db.pool.query('TRUNCATE events, event_subjects, log_lines')
  await db.pool.query(`UPDATE fan_out SET tx = pg_current_xact_id(), last_id = '00000000-0000-0000-0000-000000000000'`)
})
afterAll(async () => {
  await db.close()
  await fresh.drop()
})

const sql = () => sqlOver(db.pool)
async function tell(count: number) {
  for (let n = 0; n < count; n++) {
    await inSqlTransaction(db, (tx) =>
      publish(tx, {
        type: 'challenge.created',
        subject,
        organizations: [{ organizationId, data: { n } }],
        now: new Date(),
      }),
    )
  }
}
/** Tests beside this one run transactions in the same cluster; what is read waits for them. */
async function settle() {
  const { rows } = await db.pool.query<{ tx: string }>('SELECT pg_current_xact_id()::text AS tx')
  const isOver = async () => (await currentPosition(sql())).tx > BigInt(rows[0]?.tx ?? 0)
  await expect.poll(isOver).toBe(true)
}
const readable = async (after: Position = positionBefore(0n)) => {
  await settle()
  return readEvents(sql(), organizationId, after, 1000)
}
const sequences = async (after?: Position) => (await readable(after)).map(({ sequence }) => sequence)
/** As after a dump was restored into a cluster that counts lower: every place moved a billion ahead. */
async function restore() {
  const client = new pg.Client({ connectionString: fresh.url })
  await client.connect()
  await client.query(`SET session_replication_role = 'replica'`)
  for (const table of ['events', 'fan_out', 'log_lines']) {
    await client.query(`UPDATE ${table} SET tx = (tx::text::bigint + 1000000000)::text::xid8`)
  }
  await client.end()
}
const handOut = async (sequence: number) => {
  await db.pool.query(
    'UPDATE fan_out SET tx = e.tx, last_id = e.id FROM events e WHERE e.subject = $1 AND e.sequence = $2',
    [subject, sequence],
  )
}
const waiting = async () => {
  await settle()
  const { rows } = await db.pool.query<{ sequence: number }>(
    `SELECT sequence FROM events, fan_out f WHERE (events.tx, events.id) > (f.tx, f.last_id)
       AND events.tx < pg_snapshot_xmin(pg_current_snapshot()) ORDER BY events.tx, events.id`,
  )
  return rows.map(({ sequence }) => sequence)
}

describe('a log that was restored into another cluster', () => {
  it('is readable again in its order, each event on its side of the fan-out, and new ones come after', async () => {
    await tell(12)
    await handOut(7)
    await db.pool.query(
      `INSERT INTO log_lines (id, at, level, source, message) VALUES ('${newId()}', now(), 'info', 'test', 'a line')`,
    )
    await restore()
    expect([await sequences(), await waiting()]).toEqual([[], []])

    expect(await mendRestoredLog(db.pool, fresh.url, 3)).toEqual({ before: 7, after: 5, lines: 1 })
    await tell(2)
    expect(await sequences()).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14])
    expect(await waiting()).toEqual([8, 9, 10, 11, 12, 13, 14])
    expect(await mendRestoredLog(db.pool, fresh.url)).toBeNull()
  })

  it('is left alone when its places are in the past, and mended where only some of them are not', async () => {
    await tell(6)
    await handOut(2)
    expect(await mendRestoredLog(db.pool, fresh.url)).toBeNull()

    const client = new pg.Client({ connectionString: fresh.url })
    await client.connect()
    await client.query(`SET session_replication_role = 'replica'`)
    await client.query(`UPDATE events SET tx = (tx::text::bigint + 1000000000)::text::xid8 WHERE sequence > 4`)
    await client.end()
    expect(await mendRestoredLog(db.pool, fresh.url)).toEqual({ before: 0, after: 2, lines: 0 })
    expect([await sequences(), await waiting()]).toEqual([
      [1, 2, 3, 4, 5, 6],
      [3, 4, 5, 6],
    ])
  })

  it.each([
    [5, 'before the fan-out’s place'],
    [10, 'after it'],
  ])('goes on after being killed at event %i, %s', async (sequence) => {
    await tell(12)
    await handOut(7)
    await restore()
    const holder = await db.pool.connect()
    await holder.query('BEGIN')
    await holder.query('SELECT 1 FROM events WHERE sequence = $1 FOR UPDATE', [sequence])
    const killed = expect(mendRestoredLog(db.pool, fresh.url, 2)).rejects.toThrow()
    await expect
      .poll(async () => {
        const { rowCount } = await db.pool.query(
          `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
           WHERE application_name = 'countersign mend' AND wait_event_type = 'Lock' AND datname = current_database()`,
        )
        return rowCount
      })
      .toBe(1)
    await killed
    await holder.query('ROLLBACK')
    holder.release()

    const mended = await mendRestoredLog(db.pool, fresh.url, 2)
    expect(Number(mended?.before) + Number(mended?.after)).toBeLessThan(12)
    await tell(1)
    expect([await sequences(), await waiting()]).toEqual([
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13],
      [8, 9, 10, 11, 12, 13],
    ])
  })

  it('is mended once when several processes start at the same time', async () => {
    await tell(9)
    await handOut(4)
    await restore()
    const mended = await Promise.all([1, 2, 3].map(() => mendRestoredLog(db.pool, fresh.url, 2)))
    expect(mended.filter(Boolean)).toEqual([{ before: 4, after: 5, lines: 0 }])
    expect(await waiting()).toEqual([5, 6, 7, 8, 9])
  })

  it('still lets nothing else of an event be changed', async () => {
    await tell(1)
    const change = inSqlTransaction(db, async (tx) => {
      await tx.$executeRaw`SELECT set_config('countersign.mending', 'on', true)`
      await tx.$executeRaw`UPDATE events SET type = 'challenge.ended', tx = pg_current_xact_id()`
    })
    await expect(change).rejects.toThrow('append-only')
    await expect(db.pool.query('UPDATE events SET tx = pg_current_xact_id()')).rejects.toThrow('append-only')
  })
})

describe('a reader’s place from before the backup', () => {
  const place = async (sequence: number) => {
    const row = (await readable()).find((one) => one.sequence === sequence)
    if (!row) throw new Error('Not there')
    return positionOf(row)
  }
  const goesOn = async (from: Position) => sequences(await soundPosition(sql(), organizationId, from))

  it('stays as it is while the log is the same', async () => {
    await tell(4)
    const from = await place(2)
    expect(formatPosition(await soundPosition(sql(), organizationId, from))).toBe(formatPosition(from))
    expect(await goesOn(from)).toEqual([3, 4])
  })

  it('finds everything after it again, and what is new', async () => {
    await tell(4)
    const [from, greeting] = [await place(2), withTime(await currentPosition(sql()))]
    await restore()
    await mendRestoredLog(db.pool, fresh.url)
    await tell(2)
    expect(await goesOn({ ...from, tx: from.tx + 1_000_000_000n })).toEqual(expect.arrayContaining([3, 4, 5, 6]))
    expect(await goesOn({ ...greeting, tx: greeting.tx + 1_000_000_000n })).toEqual(expect.arrayContaining([5, 6]))
  })

  it('does not hide new events when its own event is lost', async () => {
    await tell(3)
    const lost = { tx: (await place(3)).tx + 5_000n, id: newId() }
    await tell(2)
    expect(await goesOn(lost)).toEqual(expect.arrayContaining([4, 5]))
  })

  it('does not hide the log when this cluster has counted past it', async () => {
    await tell(3)
    const old = await place(2)
    const behind = { ...old, tx: (await place(3)).tx }
    expect(await goesOn(behind)).toEqual(expect.arrayContaining([3]))
  })
})
