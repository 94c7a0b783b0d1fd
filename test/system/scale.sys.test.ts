import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sqlOver } from '@/lib/db/sql'
import { insertFact } from '@/lib/event/store'
import { newId } from '@/lib/id'
import { type Receiver, startReceiver } from '../fakes/receiver'
import { Client, signedIn } from './client'
import { type Cluster, type Program, startCluster } from './cluster'
import { type Query, withDatabase } from './database'
import { follow } from './follow'
import { randomFrom } from './random'

/** Set COUNTERSIGN_TEST_SEED to make another run of deaths. */
const random = randomFrom(Number(process.env.COUNTERSIGN_TEST_SEED ?? 10_000))

const EVENTS = 10_000
const LATE = { transactions: 20, events: 25, heldMs: 2_000 }
const SUBJECTS = 200
const PUBLISHERS = 24
const CONSUMERS = 2
const HOOKS = ['/one', '/two']
/** Each worker dies so often at least, and they go on dying until all has arrived. */
const DEATHS = 1
/** With nothing new for so long, nothing is to come. */
const PATIENCE_MS = 60_000

let cluster: Cluster
let receiver: Receiver
let pool: pg.Pool
beforeAll(async () => {
  receiver = await startReceiver()
  const env = { WEBHOOK_ALLOWED_HOSTS: new URL(receiver.url).host, RATE_LIMIT_SCALE: '100' }
  cluster = await startCluster({ webs: 2, workers: 3, env })
  pool = new pg.Pool({ connectionString: cluster.databaseUrl, max: LATE.transactions })
})
afterAll(async () => {
  await pool?.end()
  await cluster?.stop()
  await receiver?.stop()
})

const web = (at: number): Program => {
  const program = cluster.webs[at % cluster.webs.length]
  if (!program) throw new Error('There is no web process')
  return program
}

/** The same caller at another web process. */
function elsewhere(client: Client, at: number, token = client.token): Client {
  const other = new Client(web(at), { account: client.account })
  other.token = token
  return other
}

async function makeKey(client: Client, more: object = {}): Promise<string> {
  const { key } = await client.post<{ key: string }>('/api-keys', {
    name: 'scale',
    scopes: ['events:read', 'events:write', 'webhooks:write'],
    ...more,
  })
  return key
}

describe('two web processes', () => {
  it('let somebody sign in across both, and act at the other', async () => {
    const alice = new Client(web(0))
    const proof = await alice.proveWallet()
    const there = elsewhere(alice, 1)
    const { access_token: token } = await there.post<{ access_token: string }>('/wallet/verify', proof)
    const { wallets } = await elsewhere(alice, 0, token).get<{ wallets: { address: string }[] }>('/me')
    expect(wallets.map(({ address }) => address)).toEqual([alice.address])

    there.token = token
    const { data } = await there.get<{ data: { id: string }[] }>('/me/sessions')
    for (const { id } of data) await there.call('DELETE', `/me/sessions/${id}`)
    expect((await elsewhere(alice, 0, token).call('GET', '/me')).status).toBe(401)
  })

  it('count the calls of a minute together', async () => {
    const alice = await signedIn(web(0))
    const key = await makeKey(alice, { quotas: { events: 1, reads: 1 } })
    // Times the scale.
    const limit = 100
    if (Date.now() % 60_000 > 50_000) await sleep(60_500 - (Date.now() % 60_000))

    const calls = Array.from({ length: limit + 40 }, (_, at) => elsewhere(alice, at, key).call('GET', '/events'))
    const statuses = (await Promise.all(calls)).map(({ status }) => status)
    expect(statuses.filter((status) => status === 200)).toHaveLength(limit)
    expect(statuses.filter((status) => status === 429)).toHaveLength(40)
  })

  it('tell at one what was published at the other', async () => {
    const alice = await signedIn(web(0))
    const line = await follow(alice)
    const { id } = await elsewhere(alice, 1).post<{ id: string }>('/events', { payload: { at: 'the other' } })
    await line.until((event) => event.id === id)
    await line.cut()
  })
})

describe('three workers that are killed again and again', () => {
  it('bring 10 000 events to every endpoint, the late ones too, and the inbox ends empty', async () => {
    const alice = await signedIn(web(0))
    const hooks = await Promise.all(HOOKS.map((hook) => register(alice, hook)))
    const keys = await Promise.all([makeKey(alice), makeKey(alice), makeKey(alice), makeKey(alice)])
    const begun = Date.now()

    const seen: Item[][] = Array.from({ length: CONSUMERS }, () => [])
    const stopKilling = keepKilling()
    const all = await goOn().finally(stopKilling)
    console.log(
      `All delivered after ${Date.now() - begun} ms, with ${cluster.workers.map(({ deaths }) => deaths)} deaths`,
    )

    async function goOn(): Promise<string[]> {
      const [published, late] = await Promise.all([
        publishAll(alice, keys, EVENTS - LATE.transactions * LATE.events),
        publishLate(alice),
        Promise.all(seen.map((items, at) => consume(elsewhere(alice, at, keys[at]), items, () => isAll(seen)))),
      ])
      const all = [...published, ...late].sort()
      expect(new Set(all).size).toBe(EVENTS)
      await expect.poll(() => missingAt(all), { timeout: PATIENCE_MS, interval: 250 }).toEqual(HOOKS.map(() => 0))
      return all
    }

    for (const hook of HOOKS) expectSameIds(hook)
    expectInOrder(seen)
    expect(ids(seen.flat())).toEqual(all)
    expect((await alice.get<{ data: Item[] }>('/inbox?status=PENDING,RETRYING,DEAD')).data).toEqual([])
    await withDatabase(cluster.databaseUrl, async (query) => {
      await expectGapless(query)
      await expectRecorded(query, hooks, await organizationOf(alice))
    })
  }, 240_000)

  it('lose nothing when one dies while a receiver holds its call', async () => {
    const alice = await signedIn(web(1))
    await register(alice, '/held')
    receiver.set('/held', { hangs: true })
    const { id } = await alice.post<{ id: string }>('/events', { payload: {} })
    await expect.poll(() => receiver.callsTo('/held').length, { timeout: 15_000 }).toBe(1)

    await Promise.all(cluster.workers.map((worker) => worker.kill()))
    receiver.set('/held', {})
    await Promise.all(cluster.workers.map((worker) => worker.start()))
    await expect.poll(() => stateOf(id), { timeout: 15_000 }).toEqual([{ status: 'DELIVERED', attempts: 1 }])
    expect(receiver.callsTo('/held').map(({ headers }) => headers['webhook-id'])).toEqual([id, id])
  }, 60_000)
})

describe('a web process that is killed while it publishes', () => {
  it('has stored all it answered, and all it stored is delivered once', async () => {
    const alice = await signedIn(web(1))
    const hook = await register(alice, '/web')
    const victim = web(0)
    const answered: string[] = []
    for (let death = 0; death < 3; death++) {
      const publisher = new Client(victim, { account: alice.account })
      publisher.token = alice.token
      const publishing = Array.from({ length: 12 }, () => publishUntilDeath(publisher, answered))
      await sleep(100 + random() * 400)
      await victim.kill()
      await Promise.all(publishing)
      await victim.start()
    }

    const stored = await withDatabase(cluster.databaseUrl, async (query) =>
      query<{ id: string }>('SELECT id FROM events WHERE organization_id = $1 AND type = $2', [
        await organizationOf(alice),
        'order.told',
      ]),
    )
    const all = ids(stored)
    expect(answered.length).toBeGreaterThan(0)
    expect(answered.filter((id) => !all.includes(id))).toEqual([])
    await expect
      .poll(
        () =>
          receiver
            .callsTo('/web')
            .map(({ headers }) => headers['webhook-id'])
            .sort(),
        { timeout: 30_000 },
      )
      .toEqual(all)
    await withDatabase(cluster.databaseUrl, async (query) => {
      await expectGapless(query)
      const open = 'SELECT count(*)::int AS n FROM deliveries WHERE endpoint_id = $1 AND ended_at IS NULL'
      await expect.poll(() => query(open, [hook])).toEqual([{ n: 0 }])
    })
  }, 90_000)
})

/** Publishes one event after the other for as long as somebody answers. */
async function publishUntilDeath(publisher: Client, answered: string[]): Promise<void> {
  for (;;) {
    const id = await publisher.post<{ id: string }>('/events', { type: 'order.told', payload: {} }).then(
      (event) => event.id,
      () => null,
    )
    if (id === null) return
    answered.push(id)
  }
}

async function register(client: Client, hook: string): Promise<string> {
  const { id } = await client.post<{ id: string }>('/webhooks', {
    url: `${receiver.url}${hook}`,
    event_types: ['order.*', 'event.*'],
  })
  return id
}

/** By several at once, at both web processes, with every key. */
async function publishAll(alice: Client, keys: string[], count: number): Promise<string[]> {
  const ids: string[] = []
  let next = 0
  const work = async (at: number) => {
    const publisher = elsewhere(alice, at, keys[at % keys.length])
    while (next < count) {
      const number = next++
      const event = { type: 'order.made', payload: { number }, metadata: { subject: `order-${number % SUBJECTS}` } }
      ids.push((await publisher.post<{ id: string }>('/events', event)).id)
    }
  }
  await Promise.all(Array.from({ length: PUBLISHERS }, (_, at) => work(at)))
  return ids
}

async function organizationOf(client: Client): Promise<string> {
  const { organizations } = await client.get<{ organizations: { id: string }[] }>('/me')
  return organizations[0]?.id ?? ''
}

/** In transactions that write at once and commit long after others that began later. */
async function publishLate(alice: Client): Promise<string[]> {
  const organizationId = await organizationOf(alice)
  const hold = async (_: unknown, at: number) => {
    await sleep(at * 200)
    const client = await pool.connect()
    const ids = Array.from({ length: LATE.events }, () => newId())
    try {
      await client.query('BEGIN')
      for (const id of ids) {
        await insertFact(sqlOver(client), {
          id: newId(),
          type: 'order.late',
          subject: `late-${at}`,
          source: 'test',
          metadata: {},
          requestId: null,
          now: new Date(),
          rows: [{ id, organization_id: organizationId, data: {} }],
        })
      }
      await sleep(random() * LATE.heldMs)
      await client.query('COMMIT')
    } finally {
      client.release()
    }
    return ids
  }
  return (await Promise.all(Array.from({ length: LATE.transactions }, hold))).flat()
}

/** Until the returned function is called, and each has died often enough; then all of them work again. */
function keepKilling(): () => Promise<void> {
  let isOver = false
  const kill = async () => {
    for (;;) {
      await sleep(random() * 2_000)
      const victims = cluster.workers.filter(({ deaths }) => !isOver || deaths < DEATHS)
      const victim = victims[Math.floor(random() * victims.length)]
      if (!victim) return
      await victim.kill()
      await sleep(random() * 300)
      await victim.start()
    }
  }

  const killing = kill()
  return () => {
    isOver = true
    return killing
  }
}

type Item = { id: string; subject: string; sequence: number }

/** Takes what there is and acknowledges it, until there is nothing to come. */
async function consume(consumer: Client, seen: Item[], isAllSeen: () => boolean): Promise<void> {
  let lastAt = Date.now()
  while (!isAllSeen()) {
    const { data } = await consumer.post<{ data: (Item & { receipt_handle: string })[] }>('/inbox/lease', { max: 100 })
    if (data.length === 0) {
      if (Date.now() - lastAt > PATIENCE_MS) throw new Error('Not every event came to the inbox')
      await sleep(50)
      continue
    }
    lastAt = Date.now()
    const items = data.map(({ id, receipt_handle }) => ({ id, receipt_handle }))
    const answer = await consumer.post<{ data: { error: unknown }[] }>('/inbox/ack', { items })
    expect(answer.data.filter(({ error }) => error !== null)).toEqual([])
    seen.push(...data)
  }
}

const isAll = (seen: Item[][]) => seen.reduce((sum, items) => sum + items.length, 0) >= EVENTS
const ids = (items: { id: string }[]) => items.map(({ id }) => id).sort()

/** Nobody was given an event before those of its subject that come first were acknowledged. */
function expectInOrder(seen: Item[][]): void {
  for (const items of seen) {
    const last = new Map<string, number>()
    for (const { subject, sequence } of items) {
      expect(sequence).toBeGreaterThan(last.get(subject) ?? 0)
      last.set(subject, sequence)
    }
  }
}

/** How many of the events have not come to each hook. */
const missingAt = (all: string[]) =>
  HOOKS.map((hook) => {
    const come = new Set(receiver.callsTo(hook).map(({ headers }) => headers['webhook-id']))
    return all.filter((id) => !come.has(id)).length
  })

/** However often an event came, it was the same one under the same id. */
function expectSameIds(hook: string): void {
  const bodies = new Map<string, string>()
  for (const { headers, body } of receiver.callsTo(hook)) {
    const id = String(headers['webhook-id'])
    expect(JSON.parse(body).id).toBe(id)
    expect(bodies.get(id) ?? body).toBe(body)
    bodies.set(id, body)
  }
}

async function expectGapless(query: Query): Promise<void> {
  const gaps = await query(`
    SELECT organization_id, subject FROM events FULL JOIN event_subjects AS counted USING (organization_id, subject)
    GROUP BY organization_id, subject, counted.sequence
    HAVING min(events.sequence) <> 1 OR max(events.sequence) <> count(*) OR count(*) <> counted.sequence
      OR count(DISTINCT events.sequence) <> count(*) OR counted.sequence IS NULL OR min(events.sequence) IS NULL`)
  expect(gaps).toEqual([])
}

/** Every delivery has its end and each of its tries a row, and no subject of an inbox has anything left. */
async function expectRecorded(query: Query, hooks: string[], organizationId: string): Promise<void> {
  await expect
    .poll(() =>
      query('SELECT count(*)::int AS n FROM deliveries WHERE endpoint_id = ANY($1) AND ended_at IS NULL', [hooks]),
    )
    .toEqual([{ n: 0 }])
  const rows = await query(
    `SELECT status, count(*)::int AS n, bool_and(attempts = tries) AS told FROM deliveries
     JOIN LATERAL (SELECT count(*)::int AS tries FROM delivery_attempts a
       WHERE a.endpoint_id = deliveries.endpoint_id AND a.event_id = deliveries.event_id) AS a ON true
     WHERE endpoint_id = ANY($1) GROUP BY status`,
    [hooks],
  )
  expect(rows).toEqual([{ status: 'DELIVERED', n: EVENTS * HOOKS.length, told: true }])
  expect(
    await query('SELECT * FROM inbox_heads JOIN events ON event_id = id WHERE organization_id = $1', [organizationId]),
  ).toEqual([])
}

function stateOf(eventId: string) {
  return withDatabase(cluster.databaseUrl, (query) =>
    query(
      `SELECT d.status, d.attempts FROM deliveries d JOIN endpoints e ON e.id = d.endpoint_id
       WHERE event_id = $1 AND kind = 'WEBHOOK'`,
      [eventId],
    ),
  )
}
