import type pg from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type Database, database, openDatabase } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { fanOut } from '@/lib/delivery/fan-out'
import { fanOutPage, lockPlace } from '@/lib/delivery/fan-out-store'
import { publishOwn } from '@/lib/event/publish-own'
import { PublishEvent } from '@/lib/event/schemas'
import { ownDesk } from '@/test/desk-environment'
import { arrive } from '@/test/factories/inboxes'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { ackItem } from './ack'
import { delivered, endTries } from './end-tries'
import { leaseItems } from './lease'
import { nackItem } from './nack'
import { LeaseItems, NackItem } from './schemas'
import { lockOpen } from './store'

let own: TestDatabase
let me: Person
const others: Database[] = []
beforeAll(async () => {
  own = await ownDesk()
  others.push(openDatabase(own.url), openDatabase(own.url), openDatabase(own.url))
})
afterAll(async () => {
  for (const db of [database(), ...others]) await db.close()
  await own.drop()
})
beforeEach(async () => {
  me = await person()
})

const pool = () => database().pool
const publish = (subject: string) =>
  publishOwn(me.ctx, PublishEvent.parse({ type: 'order.paid', payload: {}, metadata: { subject } }))

/** Events are fanned out once no older transaction runs in the whole of Postgres, where other tests are at work too. */
const published = async (subject: string) => {
  const { id } = await publish(subject)
  const rows = async () => (await pool().query(TOO_NEW)).rows
  await expect.poll(rows, { timeout: 15_000 }).toEqual([])
  return id
}
const TOO_NEW = 'SELECT 1 FROM events WHERE tx >= pg_snapshot_xmin(pg_current_snapshot()) LIMIT 1'

/** Heads that are missing, too many, or not the oldest open item of their subject. */
async function findWrongHeads(): Promise<unknown[]> {
  const { rows } = await pool().query(`
    SELECT coalesce(o.endpoint_id, h.endpoint_id) AS endpoint, coalesce(o.subject, h.subject) AS subject, o.oldest, h.sequence
    FROM (
      SELECT endpoint_id, subject, min(sequence) AS oldest FROM deliveries
      WHERE ordered AND status IN ('PENDING', 'RETRYING') GROUP BY endpoint_id, subject
    ) AS o
    FULL JOIN inbox_heads h ON h.endpoint_id = o.endpoint_id AND h.subject = o.subject
    WHERE o.oldest IS DISTINCT FROM h.sequence
      OR NOT EXISTS (SELECT 1 FROM deliveries d
        WHERE d.endpoint_id = h.endpoint_id AND d.event_id = h.event_id AND d.subject = h.subject AND d.sequence = h.sequence)`)
  return rows
}

/** Resolves once so many connections wait for a lock. */
const somebodyWaits = () =>
  expect
    .poll(async () => {
      const { rows } = await pool().query(
        `SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'`,
      )
      return rows.length
    })
    .toBe(1)

async function inOpenTransaction<T>(work: (client: pg.PoolClient) => Promise<T>): Promise<T> {
  const client = await pool().connect()
  try {
    await client.query('BEGIN')
    return await work(client)
  } finally {
    client.release()
  }
}

describe('a head that ends while the next item arrives', () => {
  it('moves on to it, when the fan-out was there first', async () => {
    const [first = ''] = await arrive(me.ctx, 'a')
    const second = await published('a')
    await inOpenTransaction(async (client) => {
      const sql = sqlOver(client)
      const place = await lockPlace(sql)
      if (!place) throw new Error('Somebody else fans out')
      expect(await fanOutPage(sql, place, 100, me.ctx.now)).toMatchObject({ events: 1 })

      const acking = ackItem(me.ctx, { id: first })
      await somebodyWaits()
      await client.query('COMMIT')
      await acking
    })
    expect(await findWrongHeads()).toEqual([])
    expect((await leaseItems(me.ctx, LeaseItems.parse({}))).data.map(({ id }) => id)).toEqual([second])
  })

  it('comes back for it, when the ack was there first', async () => {
    const [first = ''] = await arrive(me.ctx, 'a')
    const second = await published('a')
    const { rows } = await pool().query('SELECT endpoint_id FROM inbox_heads WHERE event_id = $1', [first])
    await inOpenTransaction(async (client) => {
      const sql = sqlOver(client)
      const items = await lockOpen(sql, rows[0].endpoint_id, [first])
      await endTries(
        sql,
        items.map((item) => delivered(item, undefined, me.ctx.now)),
        me.ctx.now,
      )
      const fanning = fanOut(me.ctx)
      await somebodyWaits()
      await client.query('COMMIT')
      await fanning
    })
    expect(await findWrongHeads()).toEqual([])
    expect((await leaseItems(me.ctx, LeaseItems.parse({}))).data.map(({ id }) => id)).toEqual([second])
  })
})

/** Its lease ran out on the way. */
function ignoreStale(error: { code?: string }): false {
  if (error.code === 'E6005') return false
  throw error
}

const SUBJECTS = 6
const EVENTS = 240
const CONSUMERS = 8

type Lease = {
  id: string
  subject: string
  sequence: number
  attempt: number
  now: Date
  until: Date
  answered: number
}

/**
 * What consumers saw. Answers can overtake each other, so what is compared is when a call was made with when another was
 * answered, and the desk's times that came with them.
 */
class Witness {
  readonly leases: Lease[] = []
  readonly returned = new Set<string>()
  readonly acked = new Map<string, number>()
  #ticks = 0
  readonly tick = () => this.#ticks++

  /** What may not be: a lease given twice, before the one before it was over, or before the item in front was. */
  findWrong(): string[] {
    const wrong: string[] = []
    const byTry = new Map<string, Lease>()
    const nameOf = ({ subject, sequence, attempt }: Omit<Lease, 'id'>) => `${subject}/${sequence}/${attempt}`
    for (const lease of this.leases) {
      if (byTry.has(nameOf(lease))) wrong.push(`${nameOf(lease)} was given twice`)
      byTry.set(nameOf(lease), lease)
    }
    for (const lease of this.leases) {
      const { attempt, sequence } = lease
      const again = byTry.get(nameOf({ ...lease, attempt: attempt + 1 }))
      if (again && again.now < lease.until && !this.returned.has(nameOf(lease)))
        wrong.push(`${nameOf(again)} came early`)
      const next = byTry.get(nameOf({ ...lease, sequence: sequence + 1, attempt: 1 }))
      const acked = this.acked.get(lease.id)
      if (next && acked !== undefined && next.answered < acked) wrong.push(`${nameOf(next)} overtook ${nameOf(lease)}`)
    }
    return wrong
  }
}

describe('consumers in parallel', () => {
  it('never have the same lease, and each subject in order, whatever they do', async () => {
    const witness = new Witness()
    const start = me.ctx.now.getTime()
    let ahead = 0
    let open = true
    const ctxOf = (i: number) => {
      const db = others[i % others.length] ?? database()
      return { ...me.ctx, db: db.prisma, pool: db.pool, now: new Date(start + ahead) }
    }

    async function produce() {
      for (let i = 0; i < EVENTS; i++) await publish(`s${i % SUBJECTS}`)
    }
    async function handOut() {
      while (open) await fanOut(ctxOf(0), 20)
    }
    async function consume(i: number) {
      for (let turn = 0; open; turn++) {
        // Every now and then leases run out, some of them in somebody's hand.
        if ((turn + i) % 25 === 0) ahead += 6_000
        const ctx = ctxOf(i)
        const { data } = await leaseItems(ctx, LeaseItems.parse({ max: 1 + (turn % 4), visibility_seconds: 5 }))
        const answered = witness.tick()
        for (const { id, subject, sequence, attempt, receipt_handle, leased_until } of data) {
          witness.leases.push({ id, subject, sequence, attempt, now: ctx.now, until: leased_until, answered })
          const fate = (sequence * 7 + attempt * 3 + i) % 10
          if (fate === 0) continue
          if (fate < 3) {
            witness.returned.add(`${subject}/${sequence}/${attempt}`)
            const input = NackItem.parse({ receipt_handle, delay_seconds: fate - 1 })
            await nackItem(ctxOf(i), { id, ...input }).catch(ignoreStale)
          } else {
            const made = witness.tick()
            const isAcked = await ackItem(ctxOf(i), { id, receipt_handle }).then(() => true, ignoreStale)
            if (isAcked) witness.acked.set(id, made)
          }
        }
      }
    }
    async function watch() {
      const wrong: unknown[] = []
      while (open) {
        wrong.push(...(await findWrongHeads()))
        ahead += 50
        const { rows } = await pool().query(
          `SELECT count(*)::int AS ended FROM deliveries WHERE organization_id = $1 AND ended_at IS NOT NULL`,
          [me.organizationId],
        )
        open = rows[0].ended < EVENTS && wrong.length === 0
      }
      return wrong
    }

    const consumers = Array.from({ length: CONSUMERS }, (_, i) => consume(i))
    const [wrong] = await Promise.all([watch(), produce(), handOut(), ...consumers])
    expect(wrong).toEqual([])
    expect(witness.findWrong()).toEqual([])
    expect(witness.leases.length).toBeGreaterThan(EVENTS)
    const { rows } = await pool().query(
      `SELECT count(*)::int AS heads FROM inbox_heads h JOIN endpoints p ON p.id = h.endpoint_id WHERE p.organization_id = $1`,
      [me.organizationId],
    )
    expect(rows).toEqual([{ heads: 0 }])
  }, 60_000)
})
