import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { publishOwn } from '@/lib/event/publish-own'
import { PublishEvent } from '@/lib/event/schemas'
import { newId } from '@/lib/id'
import { flushTail } from '@/lib/tail/tell'
import { ownDesk } from '@/test/desk-environment'
import { arrive, fanOutAll } from '@/test/factories/inboxes'
import { organizationOf } from '@/test/factories/members'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { ackItem, ackItems } from './ack'
import { leaseItems } from './lease'
import { getItem, listDead, listItems } from './list-items'
import { nackItem } from './nack'
import { purgeItems } from './purge'
import { requeueDead } from './requeue'
import { retryItem } from './retry'
import { AckItems, DeadFilter, InboxFilter, LeaseItems, NackItem, PurgeItems, RequeueDead } from './schemas'

type Team = Awaited<ReturnType<typeof organizationOf<'admin' | 'member' | 'reader'>>>

let own: TestDatabase
let team: Team
beforeAll(async () => {
  own = await ownDesk()
  team = await organizationOf({ sandbox: true }, 'admin', 'member', 'reader')
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

const code = (wanted: string) => expect.objectContaining({ code: wanted })
const lease = async ({ ctx }: Person, input: object = {}) => (await leaseItems(ctx, LeaseItems.parse(input))).data
const requeue = ({ ctx }: Person, input: object) => requeueDead(ctx, RequeueDead.parse(input))
const purge = ({ ctx }: Person, input: object = {}) => purgeItems(ctx, PurgeItems.parse(input))
const deadOf = async ({ ctx }: Person) => (await listDead(ctx, DeadFilter.parse({}))).data

/** An event whose deliveries are dead at once. */
async function dead(who: Person, subject: string = newId()): Promise<string> {
  const input = { type: 'order.paid', payload: {}, metadata: { subject }, debug: { dead: true } }
  const { id } = await publishOwn(who.ctx, PublishEvent.parse(input))
  await fanOutAll(who.ctx)
  return id
}

/** Kills what is open, by giving it back four times. */
async function kill(who: Person): Promise<void> {
  for (let i = 0; i < 4; i++) {
    for (const { id, receipt_handle } of await lease(who)) {
      await nackItem(who.ctx, { id, ...NackItem.parse({ receipt_handle }) })
    }
  }
}

describe('bringing dead items back', () => {
  it('takes three times by hand, then an owner or admin', async () => {
    const { member, admin } = team
    const id = await dead(member)
    expect(await getItem(member.ctx, { id })).toMatchObject({
      status: 'DEAD',
      attempt_count: 1,
      reason: { code: 'DEBUG' },
    })

    expect(await retryItem(member.ctx, { id })).toEqual({ id, status: 'PENDING', visible_at: member.ctx.now })
    await kill(member)
    expect(await requeue(member, { ids: [id] })).toEqual({ requeued: 1, left_out: [], more: false })
    await kill(member)
    expect(await requeue(member, { all: true })).toEqual({ requeued: 1, left_out: [], more: false })
    await kill(member)

    await expect(retryItem(member.ctx, { id })).rejects.toEqual(code('E9007'))
    const limited = { requeued: 0, left_out: [{ reason: 'LIMIT', count: 1 }], more: false }
    expect(await requeue(member, { ids: [id] })).toEqual(limited)
    expect(await requeue(member, { all: true })).toEqual(limited)
    expect(await getItem(member.ctx, { id })).toMatchObject({ status: 'DEAD', requeues: 3, attempt_count: 13 })

    expect(await requeue(admin, { all: true })).toEqual({ requeued: 1, left_out: [], more: false })
    expect(await getItem(member.ctx, { id })).toMatchObject({
      status: 'PENDING',
      requeues: 4,
      failures: 0,
      reason: null,
    })
    await purge(admin, { status: ['PENDING'] })
  })

  it('says what was left out, and why', async () => {
    const { member } = team
    const [open = ''] = await arrive(member.ctx, 'open')
    const id = await dead(member)
    expect(await requeue(member, { ids: [id, open, newId()] })).toEqual({
      requeued: 1,
      left_out: [
        { reason: 'NOT_DEAD', count: 1 },
        { reason: 'NOT_FOUND', count: 1 },
      ],
      more: false,
    })
    const other = await dead(member)
    expect(await requeue(member, { ids: [other], type: 'bill.*' })).toEqual({
      requeued: 0,
      left_out: [{ reason: 'OTHER_TYPE', count: 1 }],
      more: false,
    })
    expect(await requeue(member, { all: true, type: 'order.*' })).toMatchObject({ requeued: 1 })
    await purge(team.owner, { status: ['PENDING'] })
  })

  it('puts an item in front of those that came after it, but takes nothing out of a hand', async () => {
    const { member, owner } = team
    const first = await dead(member, 'queue')
    const [second = ''] = await arrive(member.ctx, 'queue')
    const [held] = await lease(member)
    expect(held?.id).toBe(second)

    expect(await retryItem(member.ctx, { id: first })).toEqual({ id: first, status: 'PENDING', visible_at: null })
    expect(await lease(member)).toEqual([])
    await ackItem(member.ctx, { id: second, receipt_handle: held?.receipt_handle })
    expect((await lease(member)).map(({ id }) => id)).toEqual([first])
    await purge(owner, { status: ['PENDING', 'RETRYING'] })
  })

  it('is kept in the audit log', async () => {
    const { member, reader } = team
    const id = await dead(member)
    await retryItem(member.ctx, { id })
    await expect(requeue(reader, { all: true })).rejects.toEqual(code('E9007'))
    const { rows } = await member.ctx.pool.query(
      `SELECT actor, action, allowed, details FROM audit_log WHERE organization_id = $1 ORDER BY sequence DESC LIMIT 2`,
      [member.organizationId],
    )
    expect(rows).toEqual([
      { actor: `user:${reader.userId}`, action: 'inbox.requeued', allowed: false, details: {} },
      {
        actor: `user:${member.userId}`,
        action: 'inbox.requeued',
        allowed: true,
        details: { event_id: id, requeued: 1 },
      },
    ])
  })
})

describe('retrying what is not dead', () => {
  it('ends a wait, gives back what is held, and leaves alone what is done', async () => {
    const me = await person()
    const [id = ''] = await arrive(me.ctx, 'a')
    const [first] = await lease(me)
    await nackItem(me.ctx, { id, ...NackItem.parse({ receipt_handle: first?.receipt_handle, delay_seconds: 600 }) })
    expect(await retryItem(me.ctx, { id })).toEqual({ id, status: 'RETRYING', visible_at: me.ctx.now })

    const [second] = await lease(me)
    await expect(retryItem(me.ctx, { id })).rejects.toEqual(code('E6005'))
    await expect(retryItem(me.ctx, { id, receipt_handle: first?.receipt_handle })).rejects.toEqual(code('E6005'))
    expect(await retryItem(me.ctx, { id, receipt_handle: second?.receipt_handle })).toMatchObject({
      status: 'RETRYING',
    })

    const [third] = await lease(me)
    expect(third).toMatchObject({ id, attempt: 3 })
    await ackItem(me.ctx, { id, receipt_handle: third?.receipt_handle })
    await expect(retryItem(me.ctx, { id })).rejects.toEqual(expect.objectContaining({ code: 'E9004', status: 409 }))
    await expect(nackItem(me.ctx, { id, ...NackItem.parse({}) })).rejects.toEqual(code('E9004'))
  })
})

describe('what a sandbox asks for', () => {
  it('fails so many leases before one passes, a second apart', async () => {
    const { member } = team
    const input = { payload: {}, metadata: { subject: 'fails' }, debug: { fail: 2 } }
    const { id } = await publishOwn(member.ctx, PublishEvent.parse(input))
    await fanOutAll(member.ctx)
    const after = (seconds: number) => ({ ...member, ctx: at(member.ctx, addSeconds(member.ctx.now, seconds)) })

    const got: number[][] = []
    for (const seconds of [0, 1, 2]) {
      const items = await lease(after(seconds))
      got.push(items.filter((item) => item.id === id).map(({ attempt }) => attempt))
    }
    expect(got).toEqual([[], [], [3]])
    const { attempts } = await getItem(member.ctx, { id })
    expect(attempts.map(({ outcome, reason }) => [outcome, reason?.code])).toEqual([
      ['RETRY', 'DEBUG'],
      ['RETRY', 'DEBUG'],
    ])
  })

  it('waits as long as it said, also behind another of its subject', async () => {
    const { member } = team
    const [first = ''] = await arrive(member.ctx, 'waits')
    const input = { payload: {}, metadata: { subject: 'waits' }, debug: { delay_seconds: 60 } }
    const { id } = await publishOwn(member.ctx, PublishEvent.parse(input))
    await fanOutAll(member.ctx)
    await ackItem(member.ctx, { id: first })

    const { visible_at } = await getItem(member.ctx, { id })
    expect(visible_at?.getTime()).toBeGreaterThanOrEqual(member.ctx.now.getTime() + 60_000)
    await ackItem(member.ctx, { id })
  })
})

it('tells failures in the live tail, without what the consumer wrote', async () => {
  const me = await person()
  const [id = ''] = await arrive(me.ctx, 'a')
  for (let i = 0; i < 4; i++) {
    const [item] = await lease(me)
    await nackItem(me.ctx, { id, ...NackItem.parse({ receipt_handle: item?.receipt_handle, reason: 'My secret' }) })
  }
  await flushTail()
  const { rows } = await me.ctx.pool.query(
    `SELECT level, message FROM log_lines WHERE organization_id = $1 AND source = 'inbox' ORDER BY id`,
    [me.organizationId],
  )
  expect(rows.map(({ level, message }) => [level, message])).toEqual([
    ['warn', 'Failed, an item of the inbox, try 1: NACK.'],
    ['warn', 'Failed, an item of the inbox, try 2: NACK.'],
    ['warn', 'Failed, an item of the inbox, try 3: NACK.'],
    ['error', 'Dead, an item of the inbox, try 4: NACK.'],
  ])
})

describe('purging', () => {
  it('deletes what has ended, or what it is told to, and lets subjects go on', async () => {
    const { owner, member } = await organizationOf({ sandbox: true }, 'member')
    const [a1 = '', a2 = ''] = await arrive(member.ctx, 'a', 'a', 'a')
    await ackItem(member.ctx, { id: a1 })
    await dead(member)
    expect(await purge(owner)).toEqual({ purged: 2 })

    const [held] = await lease(member)
    expect(held?.id).toBe(a2)
    const open = { status: ['PENDING', 'RETRYING'] }
    expect(await purge(owner, { ...open, before: '2020-01-01T00:00:00Z' })).toEqual({ purged: 0 })
    expect(await purge(owner, open)).toEqual({ purged: 2 })
    await expect(ackItem(member.ctx, { id: a2, receipt_handle: held?.receipt_handle })).rejects.toEqual(code('E9008'))

    expect((await listItems(member.ctx, InboxFilter.parse({}))).data).toEqual([])
    const [next] = await arrive(member.ctx, 'a')
    expect((await lease(member)).map(({ id, sequence }) => [id, sequence])).toEqual([[next, 4]])
  })

  it('is for owners and admins, and is in the audit log', async () => {
    const { owner, admin, member } = await organizationOf({}, 'admin', 'member')
    const [id = ''] = await arrive(member.ctx, 'a')
    await ackItem(member.ctx, { id })
    await expect(purge(member)).rejects.toEqual(code('E9007'))
    expect(await purge(admin)).toEqual({ purged: 1 })
    expect(await purge(admin)).toEqual({ purged: 0 })

    const { rows } = await owner.ctx.pool.query(
      `SELECT actor, allowed, details FROM audit_log WHERE organization_id = $1 AND action = 'inbox.purged' ORDER BY sequence`,
      [owner.organizationId],
    )
    expect(rows).toEqual([
      { actor: `user:${member.userId}`, allowed: false, details: {} },
      {
        actor: `user:${admin.userId}`,
        allowed: true,
        details: { purged: 1, statuses: ['DELIVERED', 'DEAD'], before: null },
      },
    ])
  })
})

describe('who may', () => {
  it('lets readers look and not act', async () => {
    const { member, reader } = team
    const [id = ''] = await arrive(member.ctx, newId())
    expect(await getItem(reader.ctx, { id })).toMatchObject({ status: 'PENDING' })
    const acts = [
      () => lease(reader),
      () => ackItem(reader.ctx, { id }),
      () => ackItems(reader.ctx, AckItems.parse({ items: [{ id }] })),
      () => nackItem(reader.ctx, { id, ...NackItem.parse({}) }),
      () => retryItem(reader.ctx, { id }),
      () => publishOwn(reader.ctx, PublishEvent.parse({ payload: {} })),
    ]
    for (const act of acts) await expect(act()).rejects.toEqual(code('E9007'))
  })

  it('hides what is not theirs from strangers', async () => {
    const { member } = team
    const stranger = await person()
    const [id = ''] = await arrive(member.ctx, newId())
    const { rows } = await member.ctx.pool.query('SELECT endpoint_id FROM deliveries WHERE event_id = $1', [id])
    const endpoint = rows[0].endpoint_id
    await expect(getItem(stranger.ctx, { id })).rejects.toEqual(code('E9008'))
    await expect(ackItem(stranger.ctx, { id })).rejects.toEqual(code('E9008'))
    await expect(retryItem(stranger.ctx, { id })).rejects.toEqual(code('E9008'))
    await expect(getItem(stranger.ctx, { id, endpoint })).rejects.toEqual(code('E6002'))
    await expect(leaseItems(stranger.ctx, { ...LeaseItems.parse({}), endpoint })).rejects.toEqual(code('E6002'))
    expect(await requeue(stranger, { ids: [id] })).toMatchObject({
      requeued: 0,
      left_out: [{ reason: 'NOT_FOUND', count: 1 }],
    })
    expect(await getItem(member.ctx, { id, endpoint })).toMatchObject({ id })
    expect((await deadOf(stranger)).length).toBe(0)
  })
})
