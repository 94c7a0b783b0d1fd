import pg from 'pg'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { sqlOver } from '@/lib/db/sql'
import { newId } from '@/lib/id'
import { freshDatabase, type TestDatabase } from '@/test/services/database'
import { positionOf } from './event-row'
import { positionBefore } from './position'
import { type EventRow, findEvents, readEvents } from './store'

/** Transaction ids whose order as text is another. */
const TXS = ['8', '9', '10', '99', '100']
const organizationId = newId()

let fresh: TestDatabase
let pool: pg.Pool
beforeAll(async () => {
  fresh = await freshDatabase()
  pool = new pg.Pool({ connectionString: fresh.url })
  for (const [index, tx] of TXS.entries()) {
    await pool.query(
      `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, tx)
       VALUES ($1, $2, $3, 'challenge.created', 'a', $4, 'desk', '{}', $5)`,
      [newId(), newId(), organizationId, index + 1, tx],
    )
  }
})
afterAll(async () => {
  await pool.end()
  await fresh.drop()
})

it('a stream reads page after page in the order of commits, nothing twice', async () => {
  const read: EventRow[] = []
  for (let place = positionBefore(0n); ; place = positionOf(read.at(-1) as EventRow)) {
    const page = await readEvents(sqlOver(pool), organizationId, place, 2)
    if (page.length === 0) break
    read.push(...page)
    expect(read.length).toBeLessThanOrEqual(TXS.length)
  }
  expect(read.map(({ tx }) => tx)).toEqual(TXS)
})

it.each([
  ['newest', TXS.toReversed()],
  ['oldest', TXS],
] as const)('a list is in the order of commits, %s first', async (order, txs) => {
  const query = { organizationId, type: undefined, subject: undefined, order, after: null, limit: 10 }
  expect((await findEvents(sqlOver(pool), query)).map(({ tx }) => tx)).toEqual(txs)
})
