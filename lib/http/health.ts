import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import type pg from 'pg'
import { z } from 'zod'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { log } from '@/lib/log'
import { caip2 } from '@/lib/proof/chains'
import { singleton } from '@/lib/singleton'
import { Reply } from './reply'
import { VERSION } from './version'

const TIMEOUT_MS = 2_000
const CACHE_MS = 1_000
const WORKER_SILENT_MS = 60_000

const Status = z.enum(['ok', 'down'])
const Timestamp = z.iso.datetime()

export const LiveAnswer = z.object({ status: z.literal('ok') })
export const ReadyAnswer = z.object({ status: Status, database: Status, migrations: Status })
export const HealthAnswer = z.object({
  status: z.enum(['ok', 'degraded']),
  service: z.literal('countersign'),
  version: z.string(),
  timestamp: Timestamp,
  checks: z.object({
    database: z.object({ status: Status, latency_ms: z.number().optional() }),
    chain: z.object({ status: Status, chain_id: z.string(), block_number: z.int().optional() }),
    worker: z.object({ status: Status, seen_at: Timestamp.optional() }),
  }),
})

type Health = { status: 'ok' | 'degraded'; checks: Record<'database' | 'chain' | 'worker', Check> }
type Check = { status: 'ok' | 'down'; [detail: string]: unknown }

/** Whether the process answers at all. */
export function checkLive() {
  return { status: 'ok' as const }
}

/** Whether calls can be served: the database answers and has every migration. 503 otherwise. */
export async function checkReady({ pool }: Pick<Ctx, 'pool'>): Promise<Reply> {
  const migrated = await within(migrationsApplied(pool)).catch(() => null)
  const database = migrated === null ? 'down' : 'ok'
  const migrations = migrated === true ? 'ok' : 'down'
  const ready = database === 'ok' && migrations === 'ok'
  return new Reply(ready ? 200 : 503, { status: ready ? 'ok' : 'down', database, migrations })
}

/** Everything a person on call wants to know at a glance. 503 when any part is down; looked at once a second at most. */
export async function checkHealth({ pool, now }: Pick<Ctx, 'pool' | 'now'>): Promise<Reply> {
  const { status, checks } = await cached(() => lookAround(pool, now))
  const body = { status, service: 'countersign', version: VERSION, timestamp: now, checks }
  return new Reply(status === 'ok' ? 200 : 503, body)
}

async function lookAround(pool: pg.Pool, now: Date): Promise<Health> {
  const [database, chain, worker] = await Promise.all([
    down(checkDatabase(pool), 'database'),
    down(checkChain(), 'chain').then((check) => ({ ...check, chain_id: caip2(env().ANCHOR_CHAIN) })),
    down(checkWorker(pool, now), 'worker'),
  ])
  const checks = { database, chain, worker }
  return { status: Object.values(checks).every((check) => check.status === 'ok') ? 'ok' : 'degraded', checks }
}

async function checkDatabase(pool: pg.Pool): Promise<Check> {
  const started = performance.now()
  await within(pool.query('SELECT 1'))
  return { status: 'ok', latency_ms: Math.round(performance.now() - started) }
}

/** The anchor chain's height from whichever of its providers answers first. */
async function checkChain(): Promise<Check> {
  const urls = env().rpcUrls.get(env().ANCHOR_CHAIN) ?? []
  return { status: 'ok', block_number: await Promise.any(urls.map(readBlockNumber)) }
}

async function readBlockNumber(url: string): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'eth_blockNumber', params: [] }),
    signal: AbortSignal.timeout(TIMEOUT_MS),
  })
  const { result } = z.object({ result: z.string().regex(/^0x[0-9a-f]+$/i) }).parse(await response.json())
  return Number(result)
}

/** The worker writes its heartbeat row; silence of a minute means that nothing due is being done. */
async function checkWorker(pool: pg.Pool, now: Date): Promise<Check> {
  const rows = await within(sqlOver(pool).$queryRaw<{ at: Date }[]>`SELECT at FROM heartbeats WHERE role = 'worker'`)
  const at = rows[0]?.at
  if (!at) return { status: 'down' }
  return { status: now.getTime() - at.getTime() < WORKER_SILENT_MS ? 'ok' : 'down', seen_at: at }
}

async function migrationsApplied(pool: pg.Pool): Promise<boolean> {
  const { rows } = await pool.query<{ migration_name: string; done: boolean }>(
    'SELECT migration_name, finished_at IS NOT NULL AS done FROM _prisma_migrations WHERE rolled_back_at IS NULL',
  )
  const done = new Set(rows.filter((row) => row.done).map((row) => row.migration_name))
  const wanted = await singleton('migrations', listMigrations)
  return rows.every((row) => row.done) && done.size > 0 && wanted.every((name) => done.has(name))
}

async function listMigrations(): Promise<string[]> {
  const entries = await readdir(join(process.cwd(), 'prisma/migrations'), { withFileTypes: true }).catch(() => [])
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}

async function down(check: Promise<Check>, part: string): Promise<Check> {
  try {
    return await check
  } catch (error) {
    log.warn({ err: error, part }, 'health check failed')
    return { status: 'down' }
  }
}

async function within<T>(work: PromiseLike<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error('no answer in time')), TIMEOUT_MS)
  })
  try {
    return await Promise.race([work, late])
  } finally {
    clearTimeout(timer)
  }
}

function cached(look: () => Promise<Health>): Promise<Health> {
  const cache = singleton('health', () => ({ until: 0, health: undefined as Promise<Health> | undefined }))
  if (!cache.health || performance.now() >= cache.until) {
    cache.until = performance.now() + CACHE_MS
    cache.health = look()
  }
  return cache.health
}
