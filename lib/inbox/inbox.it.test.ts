import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { arrive } from '@/test/factories/inboxes'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { ackItem, ackItems } from './ack'
import { expireLeases } from './expire'
import { leaseItems } from './lease'
import { getItem, listDead } from './list-items'
import { nackItem } from './nack'
import { LeaseItems, NackItem } from './schemas'

let own: TestDatabase
let me: Person
beforeAll(async () => {
  own = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})
beforeEach(async () => {
  me = await person()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const later = (seconds: number) => at(me.ctx, addSeconds(me.ctx.now, seconds))
const lease = async (input: object = {}, ctx = me.ctx) => (await leaseItems(ctx, LeaseItems.parse(input))).data
const one = async (ctx = me.ctx) => {
  const [item] = await lease({ max: 1 }, ctx)
  if (!item) throw new Error('There is nothing to lease')
  return item
}
const nack = (id: string, receipt_handle: string, input: object = {}, ctx = me.ctx) =>
  nackItem(ctx, { id, ...NackItem.parse({ receipt_handle, ...input }) })

describe('leasing', () => {
  it('gives the oldest open item of each subject, and hides the subject', async () => {
    const [a1, a2, b1] = await arrive(me.ctx, 'a', 'a', 'b')
    const first = await lease()
    expect(first.map(({ id, subject, sequence, attempt }) => [id, subject, sequence, attempt])).toEqual([
      [a1, 'a', 1, 1],
      [b1, 'b', 1, 1],
    ])
    expect(first[0]).toMatchObject({
      type: 'order.paid',
      source: `user:${me.userId}`,
      data: { of: 'a' },
      metadata: { subject: 'a' },
      leased_until: addSeconds(me.ctx.now, 30),
    })
    expect(await lease()).toEqual([])

    await ackItem(me.ctx, { id: a1 ?? '', receipt_handle: first[0]?.receipt_handle })
    expect((await lease()).map(({ id }) => id)).toEqual([a2])
  })
})

describe('acknowledging', () => {
  it('needs the newest handle, and says the same again', async () => {
    await arrive(me.ctx, 'a')
    const old = await one()
    const newest = await one(later(31))
    expect(newest).toMatchObject({ id: old.id, attempt: 2 })

    const stale = ackItem(later(32), { id: old.id, receipt_handle: old.receipt_handle })
    await expect(stale).rejects.toEqual(code('E6005'))
    await expect(ackItem(later(32), { id: old.id })).rejects.toEqual(code('E6005'))

    const acked = await ackItem(later(33), { id: old.id, receipt_handle: newest.receipt_handle })
    expect(acked).toEqual({ id: old.id, status: 'DELIVERED', acked_at: later(33).now })
    expect(await ackItem(later(40), { id: old.id, receipt_handle: newest.receipt_handle })).toEqual(acked)
    await expect(ackItem(later(40), { id: old.id, receipt_handle: old.receipt_handle })).rejects.toEqual(code('E6005'))
  })

  it('takes an item that was never leased without a handle, wherever it stands', async () => {
    const [a1 = '', a2 = '', a3] = await arrive(me.ctx, 'a', 'a', 'a')
    await ackItem(me.ctx, { id: a2 })
    await ackItem(me.ctx, { id: a1 })
    expect((await lease()).map(({ id }) => id)).toEqual([a3])
  })

  it('takes several, each for itself', async () => {
    const [a1 = '', b1 = ''] = await arrive(me.ctx, 'a', 'b')
    const [a] = await lease({ max: 1 })
    const { data } = await ackItems(me.ctx, {
      items: [{ id: a1, receipt_handle: a?.receipt_handle }, { id: b1, receipt_handle: newId() }, { id: newId() }],
    })
    expect(data.map(({ status, error }) => status ?? error?.code)).toEqual(['DELIVERED', 'E6005', 'E9008'])
  })
})

describe('failing', () => {
  it('is dead with the fourth failure, however they came, and the next of its subject follows', async () => {
    const [a1 = '', a2] = await arrive(me.ctx, 'a', 'a')
    const first = await one()
    await nack(a1, first.receipt_handle, { reason: 'No, thanks', delay_seconds: 60 })
    expect(await lease({}, later(59))).toEqual([])

    await one(later(60))
    await expireLeases(later(91))
    await one(later(92))
    await one(later(123))
    expect(await expireLeases(later(154))).toBe(1)

    expect(await one(later(155))).toMatchObject({ id: a2, attempt: 1 })
    const { data } = await listDead(me.ctx, { limit: 50 })
    expect(data).toMatchObject([
      {
        id: a1,
        status: 'DEAD',
        failures: 4,
        attempt_count: 4,
        reason: { code: 'LEASE_EXPIRED' },
        ended_at: later(154).now,
      },
    ])
    expect(
      data[0]?.attempts.map(({ number, outcome, reason, duration_ms }) => [number, outcome, reason?.code, duration_ms]),
    ).toEqual([
      [1, 'RETRY', 'NACK', 0],
      [2, 'RETRY', 'LEASE_EXPIRED', 31_000],
      [3, 'RETRY', 'LEASE_EXPIRED', 31_000],
      [4, 'DEAD', 'LEASE_EXPIRED', 31_000],
    ])
    expect(data[0]?.attempts[0]?.reason?.text).toBe('No, thanks')
    expect(await getItem(me.ctx, { id: a1 })).toEqual(data[0])
  })
})
