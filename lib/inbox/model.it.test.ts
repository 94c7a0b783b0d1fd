import { afterAll, beforeAll, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { isAppError } from '@/lib/errors'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { arrive } from '@/test/factories/inboxes'
import { at, type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { randomFrom } from '@/test/system/random'
import { ackItem } from './ack'
import { expireLeases } from './expire'
import { leaseItems } from './lease'
import { nackItem } from './nack'
import { purgeItems } from './purge'
import { requeueDead } from './requeue'
import { retryItem } from './retry'
import { LeaseItems, NackItem, RequeueDead } from './schemas'

let own: TestDatabase
beforeAll(async () => {
  own = await ownDesk()
})
afterAll(async () => {
  await database().close()
  await own.drop()
})

type Item = {
  id: string
  subject: string
  sequence: number
  status: string
  attempts: number
  failures: number
  requeues: number
}
type Head = { id: string; visible: number; handle: string | null }

/** An inbox in a few lines: what every call answers, and what is there after it. Times are seconds. */
class Model {
  readonly items = new Map<string, Item>()
  readonly heads = new Map<string, Head>()

  arrive(item: Item, now: number) {
    this.items.set(item.id, item)
    this.#open(item, now)
  }
  lease(max: number, now: number, visibility: number): { id: string; attempt: number }[] {
    const leased: { id: string; attempt: number }[] = []
    for (let round = 0; round < 3 && leased.length < max; round++) {
      const due = [...this.heads.values()]
        .filter(({ visible }) => visible <= now)
        .sort((a, b) => a.visible - b.visible || (a.id < b.id ? -1 : 1))
        .slice(0, max - leased.length)
      const expired = due.filter(({ handle }) => handle !== null)
      for (const head of expired) this.#fail(this.item(head.id), now, 0)
      for (const head of due.filter((each) => !expired.includes(each))) {
        leased.push({ id: head.id, attempt: this.item(head.id).attempts + 1 })
        Object.assign(head, { visible: now + visibility, handle: '?' })
      }
      if (expired.length === 0) break
    }
    return leased
  }
  expire(now: number): number {
    const expired = [...this.heads.values()].filter(({ visible, handle }) => handle !== null && visible <= now)
    for (const { id } of expired) this.#fail(this.item(id), now, 0)
    return expired.length
  }
  ack(id: string, handle: string | undefined, now: number): string {
    const item = this.item(id)
    const head = this.#headOf(item)
    if (!isOpen(item)) return 'ended'
    const may = handle === undefined ? item.attempts === 0 && !head?.handle : this.#holds(item, handle, now)
    if (!may) return 'E6005'
    Object.assign(item, { status: 'DELIVERED', attempts: item.attempts + 1 })
    if (head) this.#settle(item.subject, now, now)
    return 'ok'
  }
  nack(id: string, handle: string, now: number, delay: number): string {
    const item = this.item(id)
    if (!this.#holds(item, handle, now)) return 'E6005'
    this.#fail(item, now, delay)
    return 'ok'
  }
  retry(id: string, now: number): string {
    const item = this.item(id)
    if (item.status === 'DELIVERED') return 'E9004'
    if (item.status === 'DEAD') return this.#reopen(item, now)
    const head = this.#headOf(item)
    if (head?.handle) return 'E6005'
    if (head && head.visible > now) head.visible = now
    return 'ok'
  }
  requeue(now: number): number {
    const dead = [...this.items.values()].filter(({ status }) => status === 'DEAD')
    for (const item of dead) this.#reopen(item, now)
    return dead.length
  }
  purge(statuses: string[], now: number): number {
    const gone = [...this.items.values()].filter(({ status }) => statuses.includes(status))
    for (const { id } of gone) this.items.delete(id)
    for (const [subject, { id }] of [...this.heads]) if (!this.items.has(id)) this.#settle(subject, now, now)
    return gone.length
  }
  item(id: string): Item {
    const item = this.items.get(id)
    if (!item) throw new Error(`no ${id}`)
    return item
  }

  #headOf(item: Item): Head | undefined {
    const head = this.heads.get(item.subject)
    return head?.id === item.id ? head : undefined
  }
  #holds(item: Item, handle: string, now: number): boolean {
    const head = this.#headOf(item)
    return head?.handle === handle && head.visible > now
  }
  #reopen(item: Item, now: number): string {
    Object.assign(item, { status: 'PENDING', failures: 0, requeues: item.requeues + 1 })
    this.#open(item, now)
    return 'ok'
  }
  #open(item: Item, now: number) {
    const head = this.heads.get(item.subject)
    if (!head) this.heads.set(item.subject, { id: item.id, visible: now, handle: null })
    else if (head.handle === null && item.sequence < this.item(head.id).sequence)
      Object.assign(head, { id: item.id, visible: now })
  }
  #fail(item: Item, now: number, delay: number) {
    const failures = item.failures + 1
    Object.assign(item, { attempts: item.attempts + 1, failures, status: failures < 4 ? 'RETRYING' : 'DEAD' })
    this.#settle(item.subject, now, now + delay)
  }
  #settle(subject: string, now: number, visible: number) {
    const [oldest] = [...this.items.values()]
      .filter((item) => item.subject === subject && isOpen(item))
      .sort((a, b) => a.sequence - b.sequence)
    const before = this.heads.get(subject)?.id
    if (!oldest) this.heads.delete(subject)
    else this.heads.set(subject, { id: oldest.id, visible: oldest.id === before ? visible : now, handle: null })
  }
}

const isOpen = ({ status }: Item) => status === 'PENDING' || status === 'RETRYING'

/** What the database holds, told as the model tells it. */
async function readInbox({ ctx }: Person) {
  const { rows: items } = await ctx.pool.query(
    `SELECT event_id AS id, subject, sequence, status, attempts, failures, requeues FROM deliveries
     WHERE organization_id = $1 AND ordered ORDER BY event_id`,
    [ctx.actor.organizationId],
  )
  const { rows: heads } = await ctx.pool.query(
    `SELECT h.subject, h.event_id AS id, h.visible_at, h.handle FROM inbox_heads h JOIN endpoints p ON p.id = h.endpoint_id
     WHERE p.organization_id = $1 ORDER BY h.subject`,
    [ctx.actor.organizationId],
  )
  const secondsOf = (time: Date) => (time.getTime() - ctx.now.getTime()) / 1000
  return { items, heads: heads.map(({ visible_at, ...head }) => ({ ...head, visible: secondsOf(visible_at) })) }
}

const STEPS = 90

it.each([1, 2, 3, 4])('does what a model of it does, whatever is asked of it (seed %i)', async (seed) => {
  const me = await person()
  const random = randomFrom(seed)
  const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
  const below = (n: number) => Math.floor(random() * n)
  const model = new Model()
  const handles: { id: string; handle: string }[] = []
  let now = 0

  const outcomeOf = (call: Promise<unknown>) =>
    call.then(
      () => 'ok',
      (error) => {
        if (isAppError(error)) return error.code
        throw error
      },
    )
  const acts = {
    async arrive() {
      const subject = `s${below(3)}`
      const [id = ''] = await arrive(at(me.ctx, addSeconds(me.ctx.now, now)), subject)
      const sequence = 1 + [...seen].filter((each) => each === subject).length
      seen.push(subject)
      model.arrive({ id, subject, sequence, status: 'PENDING', attempts: 0, failures: 0, requeues: 0 }, now)
    },
    async lease() {
      const [max, visibility] = [1 + below(3), 5 + below(10)]
      const input = LeaseItems.parse({ max, visibility_seconds: visibility })
      const { data } = await leaseItems(ctxNow(), input)
      expect(data.map(({ id, attempt }) => ({ id, attempt }))).toEqual(model.lease(max, now, visibility))
      for (const { id, subject, receipt_handle } of data) {
        handles.push({ id, handle: receipt_handle })
        Object.assign(model.heads.get(subject) ?? {}, { handle: receipt_handle })
      }
    },
    async ack() {
      const { id, handle } = pick(handles.slice(-6)) ?? {}
      if (!id || !handle || !model.items.has(id)) return
      const expected = model.ack(id, handle, now)
      const outcome = await outcomeOf(ackItem(ctxNow(), { id, receipt_handle: handle }))
      // What ended: the same handle again is as good as the first time, and any other is not.
      if (expected !== 'ended') expect(outcome).toBe(expected)
    },
    async ackUnleased() {
      const item = pick([...model.items.values()].filter(isOpen))
      if (item) expect(await outcomeOf(ackItem(ctxNow(), { id: item.id }))).toBe(model.ack(item.id, undefined, now))
    },
    async nack() {
      const { id, handle } = pick(handles.slice(-6)) ?? {}
      if (!id || !handle || !model.items.has(id)) return
      const delay = below(3) * 4
      const input = NackItem.parse({ receipt_handle: handle, delay_seconds: delay })
      expect(await outcomeOf(nackItem(ctxNow(), { id, ...input }))).toBe(model.nack(id, handle, now, delay))
    },
    async expire() {
      // Those that other runs left behind are counted too.
      expect(await expireLeases(ctxNow())).toBeGreaterThanOrEqual(model.expire(now))
    },
    async retry() {
      const item = pick([...model.items.values()])
      if (item) expect(await outcomeOf(retryItem(ctxNow(), { id: item.id }))).toBe(model.retry(item.id, now))
    },
    async requeue() {
      expect(await requeueDead(ctxNow(), RequeueDead.parse({ all: true }))).toMatchObject({
        requeued: model.requeue(now),
      })
    },
    async purge() {
      const status = [pick(['DELIVERED', 'DEAD', 'RETRYING'] as const) ?? 'DEAD']
      expect(await purgeItems(ctxNow(), { status })).toEqual({ purged: model.purge(status, now) })
    },
    async unknown() {
      expect(await outcomeOf(ackItem(ctxNow(), { id: newId() }))).toBe('E9008')
    },
  }
  const seen: string[] = []
  const ctxNow = () => at(me.ctx, addSeconds(me.ctx.now, now))
  const often = ['arrive', 'arrive', 'lease', 'lease', 'lease', 'ack', 'ack', 'nack', 'nack', 'expire'] as const
  const seldom = ['ackUnleased', 'retry', 'requeue', 'purge', 'unknown'] as const

  for (let step = 0; step < STEPS; step++) {
    if (random() < 0.5) now += below(9)
    const act = (random() < 0.85 ? pick(often) : pick(seldom)) ?? 'arrive'
    await acts[act]()
    const items = [...model.items.values()].sort((a, b) => (a.id < b.id ? -1 : 1))
    const heads = [...model.heads]
      .map(([subject, head]) => ({ subject, ...head }))
      .sort((a, b) => (a.subject < b.subject ? -1 : 1))
    expect(await readInbox(me), `after ${act}, step ${step}`).toEqual({ items, heads })
  }
})
