import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { GET } from '@/app/api/v1/metrics/route'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import { type Person, person } from '@/test/factories/people'
import type { TestDatabase } from '@/test/services/database'
import { BUCKETS_MS, bucketOf, emptyBuckets } from './buckets'
import type { MetricsAnswer, Range } from './schemas'

let fresh: TestDatabase
let alice: Person
let bob: Person
beforeAll(async () => {
  fresh = await ownDesk()
  alice = await person()
  bob = await person()
  await live(alice.organizationId, 7)
  await live(bob.organizationId, 11)
  // Handed out but for the last few.
  const { rows } = await query('SELECT id, tx FROM events ORDER BY tx, id')
  const place = rows.at(-9)
  await query('UPDATE fan_out SET tx = $1::text::xid8, last_id = $2', [place.tx, place.id])
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

/** The same numbers each time: a test that fails by chance cannot be looked into. */
function dice(seed: number) {
  let state = seed
  return (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
}

const query = (text: string, values: unknown[] = []) => database().pool.query(text, values)
const STATUSES = ['PENDING', 'RETRYING', 'DELIVERED', 'DEAD']

/** Rows gathered by table, written with one statement each. */
class Rows {
  #rows = new Map<string, Record<string, unknown>[]>()

  add(table: string, row: Record<string, unknown>): void {
    this.#rows.set(table, [...(this.#rows.get(table) ?? []), row])
  }

  async write(): Promise<void> {
    for (const [table, rows] of this.#rows) {
      const columns = Object.keys(rows[0] ?? {}).join(', ')
      await query(
        `INSERT INTO ${table} (${columns}) SELECT ${columns} FROM jsonb_populate_recordset(null::${table}, $1) ON CONFLICT DO NOTHING`,
        [JSON.stringify(rows)],
      )
    }
  }
}

/** A day and a half of an organization that receives, sends, fails and asks. */
async function live(organization: string, seed: number): Promise<void> {
  const roll = dice(seed)
  const rows = new Rows()
  const now = currentTime()
  const endpoints: { id: string; kind: string }[] = []
  for (const [kind = '', status = ''] of [
    ['WEBHOOK', 'ACTIVE'],
    ['WEBHOOK', 'DISABLED'],
    ['WEBHOOK', 'DELETED'],
    ['INBOX', 'ACTIVE'],
    ['EMAIL', 'ACTIVE'],
  ]) {
    const id = newId()
    endpoints.push({ id, kind })
    rows.add('endpoints', {
      ...{ id, organization_id: organization, kind, status, event_types: ['*'], concurrency: 1, is_default: false },
      ...{ url: 'https://hook.example', secret: '\\x00', disabled_reason: status === 'DISABLED' ? 'OWNER' : null },
      ...{ user_id: kind === 'EMAIL' ? newId() : null, created_at: now, updated_at: now, probes: 0 },
    })
  }
  for (let i = 0; i < 160; i++) {
    // Half of them in the last hour, the others up to 36 hours ago.
    const at = new Date(now.getTime() - roll(i % 2 ? 3_600_000 : 36 * 3_600_000))
    const id = idAt(at, i)
    const about = { organization_id: organization, type: 'event.published', subject: `s${i}`, sequence: 1 }
    rows.add('events', { id, fact_id: id, ...about, source: 'test', data: {}, metadata: {}, created_at: at })
    for (const endpoint of endpoints) deliver(rows, endpoint, { event_id: id, ...about }, at, roll)
  }
  callIt(rows, organization, now.getTime(), roll)
  await rows.write()
}

function deliver(
  rows: Rows,
  { id, kind }: { id: string; kind: string },
  event: { event_id: string; subject: string },
  at: Date,
  roll: (sides: number) => number,
): void {
  const key = { endpoint_id: id, event_id: event.event_id }
  const status = STATUSES[roll(4)] ?? ''
  const isOpen = status === 'PENDING' || status === 'RETRYING'
  const made = new Date(at.getTime() + roll(5_000))
  rows.add('deliveries', {
    ...{ ...event, ...key, status, attempts: 0, failures: 0, requeues: 0, ordered: kind === 'INBOX' },
    due_at: isOpen && kind !== 'INBOX' ? new Date(at.getTime() + roll(7_200_000)) : null,
    ...{ created_at: made, updated_at: made, ended_at: isOpen ? null : made },
  })
  if (kind === 'INBOX' && isOpen) {
    const visible = new Date(Date.now() + (roll(2) ? 60_000 : -60_000))
    const handle = roll(2) === 0 ? newId() : null
    rows.add('inbox_heads', { ...key, subject: event.subject, sequence: 1, visible_at: visible, handle, leases: 0 })
  }
  for (let number = 1; number <= roll(4); number++) {
    const outcome = ['DELIVERED', 'RETRY', 'DEAD'][roll(3)]
    const code = kind === 'WEBHOOK' && roll(3) ? [204, 302, 404, 503][roll(4)] : null
    const reason = code === null && outcome !== 'DELIVERED' ? ['TIMEOUT: No answer.', 'NACK', 'odd'][roll(3)] : null
    const tried = new Date(made.getTime() + number * roll(600_000))
    const duration_ms = roll(5) ? roll(9_000) : null
    rows.add('delivery_attempts', { ...key, number, at: tried, duration_ms, outcome, status_code: code, reason })
  }
}

/** A uuidv7 of an instant. */
function idAt(at: Date, i: number): string {
  const time = at.getTime().toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${i.toString(16).padStart(3, '0')}-${newId().slice(19)}`
}

function callIt(rows: Rows, organization: string, now: number, roll: (sides: number) => number): void {
  for (let i = 0; i < 300; i++) {
    const minute = new Date(Math.floor((now - roll(i % 2 ? 3_600_000 : 36 * 3_600_000)) / 60_000) * 60_000)
    const buckets = emptyBuckets().map(() => (roll(6) ? 0 : roll(20)))
    const calls = buckets.reduce((a, b) => a + b)
    const route = `GET /api/v1/${roll(3)}`
    const status_class = ['2xx', '4xx', '5xx'][roll(3)]
    rows.add('call_minutes', {
      organization_id: organization,
      minute,
      route,
      status_class,
      calls,
      total_ms: 1,
      buckets,
    })
  }
}

async function ask(who: Person, range: Range): Promise<MetricsAnswer> {
  const headers = { authorization: `Bearer ${who.token}` }
  const response = await GET(new Request(`https://desk.example/api/v1/metrics?range=${range}`, { headers }), {
    params: {},
  })
  expect(response.status).toBe(200)
  return (await response.json()) as MetricsAnswer
}

// From here on: the same numbers by other means. Whole tables are read and everything is counted here, not in SQL.

type Row = Record<string, unknown>
const all = async (table: string, of = '*'): Promise<Row[]> => (await query(`SELECT ${of} FROM ${table}`)).rows
const within = (value: unknown, { from, to }: MetricsAnswer) => {
  const at = (value as Date).getTime()
  return at >= Date.parse(from) && at < Date.parse(to)
}
const tally = (names: unknown[]): Record<string, number> => {
  const counts: Record<string, number> = {}
  for (const name of names) counts[String(name)] = (counts[String(name)] ?? 0) + 1
  return counts
}
const perMinute = (times: unknown[], { from, series }: MetricsAnswer): number[] => {
  const values = new Array<number>(series.received.length).fill(0)
  for (const time of times) {
    const at = Math.floor(((time as Date).getTime() - Date.parse(from)) / 60_000)
    values[at] = (values[at] ?? 0) + 1
  }
  return values
}
/** By linear interpolation between the two nearest, as percentile_cont means it. */
const exact = (values: number[], q: number): number | null => {
  if (values.length === 0) return null
  const sorted = values.toSorted((a, b) => a - b)
  const at = q * (sorted.length - 1)
  const low = sorted[Math.floor(at)] ?? 0
  const high = sorted[Math.ceil(at)] ?? 0
  return Math.round((low + (high - low) * (at % 1)) * 10) / 10
}
/** The bucket in which the call of this rank lies, found by laying all calls out in a row. */
const bucketOfRank = (buckets: number[], q: number): number | null => {
  const laid = buckets.flatMap((count, bucket) => new Array<number>(count).fill(bucket))
  return laid.length === 0 ? null : (laid[Math.max(0, Math.ceil(q * laid.length) - 1)] ?? null)
}
const bucketShown = (ms: number | null): number | null =>
  ms === null ? null : ms >= (BUCKETS_MS.at(-1) ?? 0) ? BUCKETS_MS.length : bucketOf(ms)

describe.each(['1h', '6h', '24h'] as const)('the metrics of %s', (range) => {
  it.each(['alice', 'bob'])('are what is in the database for %s, number by number', async (name) => {
    const who = name === 'alice' ? alice : bob
    const told = await ask(who, range)
    const own = (row: Row) => row.organization_id === who.organizationId

    const minutes = { '1h': 60, '6h': 360, '24h': 1_440 }[range]
    for (const values of Object.values(told.series)) expect(values).toHaveLength(minutes)
    expect(Date.parse(told.to) - Date.parse(told.from)).toBeGreaterThan((minutes - 1) * 60_000 - 1)
    expect(Date.parse(told.to) - Date.parse(told.from)).toBeLessThan(minutes * 60_000)

    const [place] = await all('fan_out')
    const events = (await all('events')).filter(own).filter((row) => within(row.created_at, told))
    const before = events.filter(
      (row) =>
        BigInt(row.tx as string) < BigInt(place?.tx as string) ||
        (row.tx === place?.tx && String(row.id) <= String(place?.last_id)),
    )
    expect(events.length).toBeGreaterThan(20)
    expect(told.events).toEqual({ received: events.length, fanned_out: before.length })
    expect(told.series.received).toEqual(
      perMinute(
        events.map((row) => row.created_at),
        told,
      ),
    )

    const kinds = new Map((await all('endpoints')).filter(own).map((row) => [row.id, row]))
    const deliveries = (await all('deliveries')).filter(own)
    const recent = deliveries.filter((row) => within(row.created_at, told))
    const fates = tally(recent.map((row) => row.status))
    const { DELIVERED = 0, DEAD = 0, PENDING = 0, RETRYING = 0 } = fates
    expect(told.deliveries).toMatchObject({ delivered: DELIVERED, dead: DEAD, pending: PENDING, retrying: RETRYING })
    expect(told.deliveries.success_rate).toBeCloseTo(DELIVERED / (DELIVERED + DEAD), 12)
    const byKind = tally(recent.map((row) => `${kinds.get(row.endpoint_id)?.kind} ${row.status}`))
    for (const { kind, ...counts } of told.deliveries.kinds)
      for (const [status, count] of Object.entries(counts))
        expect(count).toBe(byKind[`${kind} ${status.toUpperCase()}`] ?? 0)
    expect(told.deliveries.kinds.map(({ kind }) => kind)).toEqual(
      [...new Set(recent.map((row) => kinds.get(row.endpoint_id)?.kind))].sort(),
    )

    const tries = (await all('delivery_attempts'))
      .filter((row) => kinds.has(row.endpoint_id))
      .filter((row) => within(row.at, told))
    const won = tries.filter((row) => row.outcome === 'DELIVERED')
    expect(told.tries).toMatchObject({ total: tries.length, delivered: won.length, failed: tries.length - won.length })
    expect(told.series.delivered).toEqual(
      perMinute(
        won.map((row) => row.at),
        told,
      ),
    )
    expect(told.series.failed).toEqual(
      perMinute(
        tries.filter((row) => row.outcome !== 'DELIVERED').map((row) => row.at),
        told,
      ),
    )
    const classOf = (row: Row): string => {
      if (row.status_code !== null) return `${String(row.status_code)[0]}xx`
      if (row.outcome === 'DELIVERED') return kinds.get(row.endpoint_id)?.kind === 'INBOX' ? 'ACKED' : 'SENT'
      const [word = ''] = String(row.reason).split(':')
      return word === word.toUpperCase() ? word : 'OTHER'
    }
    expect(Object.fromEntries(told.tries.classes.map((row) => [row.class, row.count]))).toEqual(
      tally(tries.map(classOf)),
    )
    const times = (isInbox: boolean) =>
      tries
        .filter((row) => (kinds.get(row.endpoint_id)?.kind === 'INBOX') === isInbox && row.duration_ms !== null)
        .map((row) => Number(row.duration_ms))
    for (const [key, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const) {
      expect(told.tries.push_latency_ms[key]).toBeCloseTo(exact(times(false), q) ?? -1, 0)
      expect(told.tries.inbox_handling_ms[key]).toBeCloseTo(exact(times(true), q) ?? -1, 0)
    }

    const calls = (await all('call_minutes')).filter(own).filter((row) => within(row.minute, told))
    const total = (rows: Row[]) => rows.reduce((sum, row) => sum + Number(row.calls), 0)
    const ofClass = (of: string) => calls.filter((row) => row.status_class === of)
    expect(told.calls.total).toBe(total(calls))
    for (const { class: of, count } of told.calls.classes) expect(count).toBe(total(ofClass(of)))
    expect(told.calls.error_rate).toBeCloseTo(total(ofClass('5xx')) / total(calls), 12)
    const spread = (rows: Row[]) =>
      perMinute(
        rows.flatMap((row) => new Array(Number(row.calls)).fill(row.minute)),
        told,
      )
    expect(told.series.calls).toEqual(spread(calls))
    expect(told.series.refused).toEqual(spread(ofClass('4xx')))
    expect(told.series.errors).toEqual(spread(ofClass('5xx')))
    const added = (rows: Row[]) =>
      emptyBuckets().map((_, i) => rows.reduce((sum, row) => sum + ((row.buckets as number[])[i] ?? 0), 0))
    for (const [key, q] of [
      ['p50', 0.5],
      ['p95', 0.95],
      ['p99', 0.99],
    ] as const)
      expect(bucketShown(told.calls.latency_ms[key])).toBe(bucketOfRank(added(calls), q))
    told.series.call_p95_ms.forEach((ms, i) => {
      const minute = Date.parse(told.from) + i * 60_000
      const rows = calls.filter((row) => (row.minute as Date).getTime() === minute)
      expect(bucketShown(ms)).toBe(bucketOfRank(added(rows), 0.95))
    })

    const rate = (count: number) => Math.round((count / minutes) * 100) / 100
    expect(told.throughput).toEqual({
      events: rate(events.length),
      tries: rate(tries.length),
      calls: rate(total(calls)),
    })

    const open = (status: string, isInbox: boolean) =>
      deliveries.filter((row) => row.status === status && row.ordered === isInbox).length
    const now = Date.parse(told.to)
    const due = deliveries
      .filter((row) => row.due_at !== null && kinds.get(row.endpoint_id)?.status === 'ACTIVE')
      .map((row) => (row.due_at as Date).getTime())
    const leased = (await all('inbox_heads')).filter(
      (row) => kinds.has(row.endpoint_id) && row.handle !== null && (row.visible_at as Date).getTime() > now,
    )
    expect(told.now).toEqual({
      pending: open('PENDING', false),
      retrying: open('RETRYING', false),
      overdue_seconds: Math.round(Math.max(0, now - Math.min(...due)) / 1000),
      inbox_open: open('PENDING', true) + open('RETRYING', true),
      inbox_leased: leased.length,
      dead: deliveries.filter((row) => row.status === 'DEAD' && kinds.get(row.endpoint_id)?.status !== 'DELETED')
        .length,
    })
  })
})

it('an organization nothing ever happened in has zeros and no rates', async () => {
  const quiet = await person()
  const told = await ask(quiet, '1h')
  expect(told.events.received).toBe(0)
  expect(told.deliveries.success_rate).toBeNull()
  expect(told.tries.push_latency_ms).toEqual({ p50: null, p95: null, p99: null })
  expect(told.now).toEqual({ pending: 0, retrying: 0, overdue_seconds: 0, inbox_open: 0, inbox_leased: 0, dead: 0 })
})

it.each([
  ['range=2h', 400],
  ['', 200],
])('asked with “%s” it answers %s', async (search, status) => {
  const headers = { authorization: `Bearer ${alice.token}` }
  const response = await GET(new Request(`https://desk.example/api/v1/metrics?${search}`, { headers }), { params: {} })
  expect(response.status).toBe(status)
})
