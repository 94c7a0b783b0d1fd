import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { listEvents } from '@/lib/event/list-events'
import { positionBefore } from '@/lib/event/position'
import { publishOwn } from '@/lib/event/publish-own'
import { EventFilter, PublishEvent } from '@/lib/event/schemas'
import { readEvents } from '@/lib/event/store'
import { ownDesk } from '@/test/desk-environment'
import { fanOutAll } from '@/test/factories/inboxes'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { ackItem } from './ack'
import { leaseItems } from './lease'
import { listDead, listItems } from './list-items'
import { DeadFilter, InboxFilter, LeaseItems } from './schemas'

let own: TestDatabase
let me: Person
/** By the order they came in, an hour apart. */
let ids: string[]
beforeAll(async () => {
  own = await ownDesk()
  me = await person()
  const events = [
    { type: 'order.paid', metadata: { subject: 'a', order: 1042, 'ship.to': 'Oslo' } },
    { type: 'order.shipped', metadata: { subject: 'a', order: '1042' } },
    { type: 'orders.paid', metadata: { subject: 'b', order: 7, rush: true } },
    { type: 'bill', metadata: { subject: 'c' } },
  ]
  ids = []
  for (const [hours, event] of events.entries()) {
    const ctx = at(me.ctx, addSeconds(me.ctx.now, hours * 3600))
    ids.push((await publishOwn(ctx, PublishEvent.parse({ payload: {}, ...event }))).id)
  }
  await fanOutAll(me.ctx)
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const list = (filter: object = {}) => listItems(me.ctx, InboxFilter.parse(filter))
/** Which of the four there are, oldest first. */
const found = async (filter: object) => (await list(filter)).data.map(({ id }) => ids.indexOf(id)).reverse()
async function eventsOf({ ctx }: Person, filter: object): Promise<[number, string | null]> {
  const { data, next_cursor } = await listEvents(ctx, EventFilter.parse(filter))
  expect(data.every((event) => (event.data.letters as string).length === 900_000)).toBe(true)
  return [data.length, next_cursor]
}
const hours = (n: number) => addSeconds(me.ctx.now, n * 3600).toISOString()

describe('the list of items', () => {
  it.each([
    [{}, [0, 1, 2, 3]],
    [{ type: 'order.paid' }, [0]],
    [{ type: 'order.*' }, [0, 1]],
    [{ type: 'bill' }, [3]],
    [{ 'metadata.order': '1042' }, [0, 1]],
    [{ 'metadata.order': '1042', type: 'order.shipped' }, [1]],
    [{ 'metadata.rush': 'true' }, [2]],
    [{ 'metadata.ship.to': 'Oslo' }, [0]],
    [{ 'metadata.__proto__': 'x' }, []],
    [{ 'metadata.nothing': '' }, []],
    [{ status: 'PENDING,DEAD' }, [0, 1, 2, 3]],
    [{ status: 'DELIVERED' }, []],
  ])('keeps to %j', async (filter, expected) => {
    expect(await found(filter)).toEqual(expected)
  })

  it('keeps to the times given, the first of them included', async () => {
    expect(await found({ from: hours(1), to: hours(3) })).toEqual([1, 2])
  })

  it('goes page by page, newest first, and refuses the cursor of another list', async () => {
    const first = await list({ limit: 3 })
    const second = await list({ limit: 3, cursor: first.next_cursor })
    expect([...first.data, ...second.data].map(({ id }) => id)).toEqual([...ids].reverse())
    expect(second.next_cursor).toBeNull()

    for (const other of [{ type: 'order.*' }, { 'metadata.a': 'b' }, { from: hours(0) }, { status: 'PENDING' }]) {
      await expect(list({ ...other, cursor: first.next_cursor })).rejects.toMatchObject({ code: 'E9004' })
    }
    const dead = listDead(me.ctx, DeadFilter.parse({ cursor: first.next_cursor }))
    await expect(dead).rejects.toMatchObject({ code: 'E9004' })
    await expect(list({ cursor: 'x' })).rejects.toMatchObject({ code: 'E9004' })
  })

  it('tells of leases, while they run', async () => {
    const now = addSeconds(me.ctx.now, 4 * 3600)
    const { data } = await leaseItems(at(me.ctx, now), LeaseItems.parse({ types: ['orders.*', 'bill'] }))
    expect(data.map(({ id }) => ids.indexOf(id))).toEqual([2, 3])

    const [bill] = (await listItems(at(me.ctx, now), InboxFilter.parse({ type: 'bill' }))).data
    const until = addSeconds(now, 30)
    expect(bill).toMatchObject({
      leased_by: `user:${me.userId}`,
      leased_until: until,
      visible_at: until,
      attempt_count: 0,
    })
    const [second] = (await listItems(at(me.ctx, now), InboxFilter.parse({ type: 'order.shipped' }))).data
    expect(second).toMatchObject({ leased_by: null, leased_until: null, visible_at: null })
    const [over] = (await listItems(at(me.ctx, until), InboxFilter.parse({ type: 'bill' }))).data
    expect(over).toMatchObject({ leased_by: null, leased_until: null })

    await ackItem(at(me.ctx, now), { id: ids[3] ?? '', receipt_handle: data[1]?.receipt_handle })
    expect(await found({ status: 'DELIVERED' })).toEqual([3])
  })
})

describe('large events', () => {
  it('fill a page and a lease before the limit does, and are all had in the end', async () => {
    const she = await person()
    const letters = 'x'.repeat(900_000)
    for (let i = 0; i < 11; i++) {
      const input = PublishEvent.parse({ payload: { letters }, metadata: { subject: `s${i}` } })
      await publishOwn(she.ctx, input)
    }
    await fanOutAll(she.ctx)

    const first = await listItems(she.ctx, InboxFilter.parse({}))
    expect(first.data.length).toBe(10)
    const second = await listItems(she.ctx, InboxFilter.parse({ cursor: first.next_cursor }))
    expect(second.data.length).toBe(1)
    expect(second.next_cursor).toBeNull()

    for (const order of ['newest', 'oldest'] as const) {
      const [page, cursor] = await eventsOf(she, { order })
      expect([page, ...(await eventsOf(she, { order, cursor }))]).toEqual([10, 1, null])
    }
    const log = sqlOver(she.ctx.pool)
    expect((await readEvents(log, she.organizationId, positionBefore(0n), 100)).length).toBe(10)

    const leased = [5, 5, 1, 0]
    for (const count of leased) {
      const { data } = await leaseItems(she.ctx, LeaseItems.parse({ max: 100 }))
      expect(data.map((item) => (item.data.letters as string).length)).toEqual(Array(count).fill(900_000))
    }
  })
})
