import { readFileSync } from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { GET } from '@/app/api/metrics/route'
import { GET as NETWORKS } from '@/app/api/v1/networks/route'
import { currentTime } from '@/lib/clock'
import { database } from '@/lib/db/client'
import { sqlOver } from '@/lib/db/sql'
import { setBeat, setSweepBeat } from '@/lib/desk/store'
import { CLIENT_HEADER, clientToken } from '@/lib/http/client-address'
import { newId } from '@/lib/id'
import { ownDesk } from '@/test/desk-environment'
import type { TestDatabase } from '@/test/services/database'
import { DESK_METRICS } from './desk-metrics'

const TOKEN = 'a-token-of-the-metrics'
const HERE = '127.0.0.1'
let fresh: TestDatabase
let text: string
const FAILED = /^countersign_scrape_failures\{.*\} [^0]/m

beforeAll(async () => {
  fresh = await ownDesk({ METRICS_TOKEN: TOKEN })
  await liveALittle()
  await NETWORKS(new Request('https://desk.example/api/v1/networks'), { params: {} })
  await vi.waitFor(async () => expect(await readAnew()).not.toMatch(FAILED), { timeout: 45_000, interval: 1_000 })
})
afterAll(async () => {
  await database().close()
  await fresh.drop()
})

type Asking = { from?: string; headers?: Record<string, string> }
const ask = ({ from, headers = {} }: Asking) => {
  const client: Record<string, string> = from === undefined ? {} : { [CLIENT_HEADER]: `${clientToken()} ${from}` }
  return GET(new Request('https://desk.example/api/metrics', { headers: { ...client, ...headers } }), { params: {} })
}

/** What is told once every reading was done in time: on a slow machine one may fail, and is read again five seconds later. */
async function readAnew(): Promise<string> {
  const sql = sqlOver(database().pool)
  const now = currentTime()
  await setBeat(sql, 'web', now)
  await setBeat(sql, 'worker', new Date(now.getTime() - 90_000))
  await setSweepBeat(sql, 'deadlines', 2, new Date(now.getTime() - 30_000))
  text = await (await ask({ from: HERE })).text()
  return text
}

/** Something for every metric to count. */
async function liveALittle(): Promise<void> {
  const { pool } = database()
  const sql = sqlOver(pool)
  const now = currentTime()
  await sql.$executeRaw`SELECT graphile_worker.add_job('close-batch', '{}', run_at => now() - interval '2 hours')`

  const organization = newId()
  const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)
  for (const [kind, status, due, dead] of [
    ['WEBHOOK', 'ACTIVE', ago(4_000), 3],
    ['WEBHOOK', 'DISABLED', ago(90_000), 0],
    ['EMAIL', 'ACTIVE', ago(-60), 0],
    ['INBOX', 'ACTIVE', null, 1],
  ] as const) {
    const endpoint = newId()
    await pool.query(
      `INSERT INTO endpoints (id, organization_id, kind, status, event_types, url, secret, disabled_reason, user_id, created_at, updated_at)
       VALUES ($1, $2, $3, $4, '{*}', 'https://hook.example', '\\x00', $5, $6, $7, $7)`,
      [
        endpoint,
        organization,
        kind,
        status,
        status === 'DISABLED' ? 'OWNER' : null,
        kind === 'EMAIL' ? newId() : null,
        now,
      ],
    )
    await insertDelivery(endpoint, organization, 'PENDING', due, kind === 'INBOX')
    for (let i = 0; i < dead; i++) {
      const event = await insertDelivery(endpoint, organization, 'DEAD', null, kind === 'INBOX')
      await pool.query(
        `INSERT INTO delivery_attempts (endpoint_id, event_id, number, at, outcome, reason) VALUES ($1, $2, 1, $3, 'DEAD', $4)`,
        [endpoint, event, now, i === 0 ? 'TIMEOUT: No answer within 15 seconds.' : 'HTTP_404: Not there.'],
      )
    }
  }
  await pool.query(
    `INSERT INTO events (id, fact_id, organization_id, type, subject, sequence, source, data, created_at)
     VALUES ($1, $1, $2, 'event.published', 'x', 1, 'test', '{}', $3)`,
    [newId(), organization, ago(500)],
  )
  await pool.query(`INSERT INTO anchor_leaves (id, kind, leaf, created_at) VALUES ($1, 'receipt', '0x1', $2)`, [
    newId(),
    ago(700),
  ])
  await pool.query(
    `INSERT INTO anchor_batches (id, state, root, size, chain_id, eas, created_at, mined_at)
     VALUES ($1, 'MINED', '0xa', 1, 31337, '0xe', $3, $4), ($2, 'OPEN', '0xb', 1, 31337, '0xe', $3, NULL)`,
    [newId(), newId(), ago(800), ago(790)],
  )
  await pool.query(
    `INSERT INTO chain_cursors (chain_id, address, block_number, block_hash, confirmed_number) VALUES (31337, '0x1', 0, '0x', 0)`,
  )
  for (const [status, nonce] of [
    ['VERIFIED', 'a'],
    ['FAILED', 'b'],
    ['VERIFIED', 'c'],
  ]) {
    await pool.query(
      `INSERT INTO wallet_challenges (id, address, chain_id, purpose, message, nonce, status, expires_at)
       VALUES ($1, '0x1', 1, 'connect', 'm', $2, $3, $4)`,
      [newId(), nonce, status, now],
    )
  }
  await pool.query(
    `INSERT INTO funds_proofs (id, phase, network, wallet, asset_type, asset, min_balance, status, provider, providers_agreed, checked_at)
     VALUES ($1, 'check', 'eip155:1', '0x1', 'NATIVE', 'n', 1, 'PASSED', 'p', 2, $2)`,
    [newId(), now],
  )
  await pool.query(
    `INSERT INTO messages (id, key, channel, template, status, created_at, ended_at) VALUES ($1, 'k', 'EMAIL', 'invite', 'SENT', $2, $2)`,
    [newId(), now],
  )
}

async function insertDelivery(
  endpoint: string,
  organization: string,
  status: string,
  due: Date | null,
  ordered: boolean,
) {
  const event = newId()
  const ended = status === 'DEAD' ? currentTime() : null
  await database().pool.query(
    `INSERT INTO deliveries (endpoint_id, event_id, organization_id, type, subject, sequence, status, due_at, ordered, created_at, updated_at, ended_at)
     VALUES ($1, $2, $3, 'event.published', 's', 1, $4, $5, $6, $7, $7, $8)`,
    [endpoint, event, organization, status, due, ordered, currentTime(), ended],
  )
  return event
}

type Parsed = { metrics: Map<string, { type: string; help: string; unit?: string }>; samples: Map<string, number> }

/** Prometheus's text format 0.0.4, strictly: anything else in a line is an error. */
function parse(exposition: string): Parsed {
  const metrics: Parsed['metrics'] = new Map()
  const samples: Parsed['samples'] = new Map()
  for (const line of exposition.split('\n').filter(Boolean)) {
    const meta = /^# (HELP|TYPE|UNIT) ([a-zA-Z_:][\w:]*) (.+)$/.exec(line)
    const [, kind = '', name = '', rest = ''] = meta ?? []
    if (kind === 'HELP') metrics.set(name, { help: rest, type: '' })
    else if (kind === 'TYPE') Object.assign(metrics.get(name) ?? {}, { type: rest })
    else if (kind === 'UNIT') Object.assign(metrics.get(name) ?? {}, { unit: rest })
    else {
      const sample = /^([a-zA-Z_:][\w:]*)(\{(?:[a-zA-Z_]\w*="(?:[^"\\]|\\.)*",?)*\})? (-?[\d.e+-]+|NaN|[+-]Inf)$/.exec(
        line,
      )
      if (!sample) throw new Error(`Not a sample: ${line}`)
      const key = `${sample[1]}${sample[2] ?? ''}`
      if (samples.has(key)) throw new Error(`Told twice: ${key}`)
      samples.set(key, Number(sample[3]))
    }
  }
  return { metrics, samples }
}

describe('a scrape', () => {
  it('is of Prometheus’s format, with help and type for every sample', async () => {
    const { metrics, samples } = parse(text)
    for (const key of samples.keys()) {
      const name = key.replace(/\{.*$/, '')
      const metric = metrics.get(name) ?? metrics.get(name.replace(/_(?:bucket|sum|count)$/, ''))
      expect(metric?.help, name).toBeTruthy()
      expect(metric?.type, name).toMatch(/^(?:gauge|counter|histogram|summary)$/)
    }
    expect(metrics.get('countersign_fan_out_lag_seconds')?.unit).toBe('seconds')
    expect(metrics.get('countersign_chain_lag_blocks')?.unit).toBe('blocks')
    expect((await ask({ from: HERE })).headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  })

  it('tells every metric there is', () => {
    const { metrics, samples } = parse(text)
    expect([...metrics.keys()]).toEqual(expect.arrayContaining(Object.keys(DESK_METRICS)))
    const failed = [...samples].filter(([key, value]) => key.startsWith('countersign_scrape_failures') && value !== 0)
    expect(failed).toEqual([])
    expect(samples.get('countersign_database_up')).toBe(1)
    expect(metrics.has('process_cpu_seconds_total')).toBe(true)
  })

  it('counts what is there', () => {
    const { samples } = parse(text)
    const value = (key: string) => samples.get(`countersign_${key}`)
    expect(value('queue_jobs{task="close-batch",state="ready"}')).toBe(1)
    expect(value('queue_oldest_ready_seconds')).toBeGreaterThan(7_100)
    expect(value('deliveries_open{kind="WEBHOOK",status="PENDING"}')).toBe(2)
    expect(value('deliveries_open{kind="INBOX",status="PENDING"}')).toBe(1)
    expect(value('delivery_oldest_due_seconds{kind="WEBHOOK"}')).toBeCloseTo(4_000, -2)
    expect(value('delivery_oldest_due_seconds{kind="EMAIL"}')).toBe(0)
    expect(value('deliveries_dead{kind="WEBHOOK"}')).toBe(3)
    expect(value('deliveries_dead{kind="SMS"}')).toBe(0)
    expect(value('deliveries_recent{kind="WEBHOOK",status="DEAD"}')).toBe(3)
    expect(value('delivery_tries_recent{outcome="timeout"}')).toBe(2)
    expect(value('delivery_tries_recent{outcome="dead"}')).toBe(2)
    expect(value('fan_out_waiting_events')).toBe(1)
    expect(value('fan_out_lag_seconds')).toBeCloseTo(500, -2)
    expect(value('confirmations_recent{what="anchor",within_5m="true"}')).toBe(1)
    expect(value('confirmations_recent{what="anchor",within_5m="false"}')).toBe(1)
    expect(value('receipts_waiting')).toBe(1)
    expect(value('receipt_finalization_lag_seconds')).toBeCloseTo(700, -2)
    expect(value('anchor_lag_seconds')).toBeCloseTo(800, -2)
    expect(value('chain_head_block{chain="eip155:31337"}')).toBeGreaterThan(0)
    expect(value('chain_lag_blocks{chain="eip155:31337"}')).toBe(value('chain_head_block{chain="eip155:31337"}'))
    // The test's submitter has nothing, and that is all that is told of it.
    expect(value('submitter_low{chain="eip155:31337"}')).toBe(1)
    expect(value('wallet_proofs_recent{result="verified"}')).toBe(2)
    expect(value('funds_checks_recent{result="passed"}')).toBe(1)
    expect(value('heartbeat_age_seconds{role="worker"}')).toBeCloseTo(90, -1)
    expect(value('sweep_age_seconds{sweep="deadlines"}')).toBeCloseTo(30, -1)
    expect(value('sweep_interval_seconds{sweep="deadlines"}')).toBe(2)
    expect(value('http_request_duration_seconds_count{method="GET",route="/api/v1/networks",status="2xx"}')).toBe(1)
  })
})

describe('the metrics are told', () => {
  it.each([
    ['from the machine itself', { from: HERE }],
    ['over IPv6 too', { from: '0:0:0:0::/64' }],
    ['with the token, from anywhere', { from: '203.0.113.9', headers: { authorization: `Bearer ${TOKEN}` } }],
  ])('%s', async (_, asking) => expect((await ask(asking)).status).toBe(200))

  it.each([
    ['from elsewhere', { from: '203.0.113.9' }],
    ['through a proxy on this machine', { from: HERE, headers: { 'x-forwarded-for': '203.0.113.9' } }],
    ['through a proxy, saying to be from here', { from: HERE, headers: { 'x-forwarded-for': '127.0.0.1' } }],
    ['through another proxy', { from: HERE, headers: { via: '1.1 proxy' } }],
    ['from where nobody knows', {}],
    ['with a wrong token, even from here', { from: HERE, headers: { authorization: 'Bearer nearly' } }],
  ])('not %s', async (_, asking) => {
    const response = await ask(asking)
    expect(response.status).toBe(401)
    expect(await response.text()).not.toContain('countersign_queue')
  })
})

describe('the alert rules', () => {
  const rules = readFileSync(path.join(import.meta.dirname, '../../ops/alerts.yml'), 'utf8')
  const expressions = [...rules.matchAll(/^ {8}expr: (?:\|\n((?: {10}.*\n)+)|(.+)\n)/gm)].map(
    (found) => found[1] ?? found[2] ?? '',
  )
  const names = [...rules.matchAll(/^ {6}- alert: (\w+)$/gm)].map((found) => found[1])

  it('are one expression each', () => {
    expect(new Set(names).size).toBe(names.length)
    expect(expressions).toHaveLength(names.length)
    expect(names.length).toBeGreaterThan(10)
  })

  it.each(expressions)('%s asks for metrics a scrape tells', (expression) => {
    const { metrics, samples } = parse(text)
    const asked = expression.match(/\b(?:countersign_\w+|up)\b/g) ?? []
    expect(asked).not.toEqual([])
    const told = new Set([...samples.keys()].map((key) => key.replace(/\{.*$/, '')))
    for (const name of asked) if (name !== 'up') expect(metrics.has(name) || told.has(name), name).toBe(true)
    // The labels it picks by are the metric's, with a value that can come.
    for (const [, name = '', picked = ''] of expression.matchAll(/(countersign_\w+)\{([^}]*)\}/g)) {
      const labels = DESK_METRICS[name]?.labels ?? ['method', 'route', 'status']
      for (const [, label] of picked.matchAll(/(\w+)="/g)) expect(labels).toContain(label)
    }
  })

  it.each(expressions)('%s reads as PromQL', (expression) => {
    const bare = expression.replace(/\{[^{}]*\}/g, '').replace(/\[\d+[smh]\]/g, '')
    let depth = 0
    for (const sign of bare) {
      if (sign === '(') depth += 1
      if (sign === ')') depth -= 1
      expect(depth).toBeGreaterThanOrEqual(0)
    }
    expect(depth).toBe(0)
    const words = (bare.match(/[a-z_]\w*/gi) ?? []).filter((word) => !/^(?:countersign_\w+|up)$/.test(word))
    const known = ['max', 'min', 'sum', 'rate', 'by', 'without', 'absent', 'or', 'and']
    const labels = Object.values(DESK_METRICS).flatMap((metric) => metric.labels)
    for (const word of words) expect([...known, ...labels], word).toContain(word)
    expect(bare).toMatch(/(?:==|>|<)\s*[\d.]+/)
  })
})
