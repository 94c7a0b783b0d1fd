import type pg from 'pg'
import { refusedHints } from '@/lib/attestation/hint'
import { inSqlTransaction } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { VERSION } from '@/lib/http/version'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { droppedLines } from '@/lib/tail/tell'
import { readChains } from './chain-samples'
import type { Sample } from './desk-metrics'
import { READINGS, type Reading } from './desk-store'
import { droppedCalls } from './note-call'

/** However often it is asked, the database is read so often at most. */
const CACHE_MS = 5_000
/** What one reading may take. */
const READING_MS = 1_500
/** Connections a scrape holds at a time. */
const LANES = 3

type Ctx = { pool: pg.Pool; now: Date }
type Known = { until: number; samples: Promise<Sample[]> }
const cache = singleton('desk-samples', () => new WeakMap<pg.Pool, Known>())

/** The numbers of the whole desk, read together at most every five seconds per process. Never throws: what fails is said. */
export async function readDesk(ctx: Ctx): Promise<Sample[]> {
  let known = cache.get(ctx.pool)
  if (!known || performance.now() >= known.until) {
    known = { until: performance.now() + CACHE_MS, samples: readAll(ctx) }
    cache.set(ctx.pool, known)
  }
  return [...(await known.samples), ...ownSamples()]
}

/** What only this process knows, as it is now. */
function ownSamples(): Sample[] {
  const own = (name: string, value: number, labels: Record<string, string> = {}) => ({ name, labels, value })
  return [
    own('countersign_tail_lines_dropped', droppedLines()),
    own('countersign_calls_uncounted', droppedCalls()),
    own('countersign_webhook_signature_failures', refusedHints()),
    own('countersign_build_info', 1, { version: VERSION }),
  ]
}

async function readAll(ctx: Ctx): Promise<Sample[]> {
  const names = Object.keys(READINGS)
  const samples: Sample[] = []
  const failures: string[] = []
  const lane = async () => {
    for (let name = names.shift(); name !== undefined; name = names.shift()) {
      const read = READINGS[name]
      if (!read) continue
      const found = await attempt(ctx, name, read)
      if (found) samples.push(...found)
      else failures.push(name)
    }
  }
  const chains = readChains(ctx.pool, env())
  await Promise.all(Array.from({ length: LANES }, lane))
  const fromChains = await chains.catch((err: unknown) => void log.warn({ err }, 'chains could not be measured'))
  if (!fromChains) failures.push('chains')

  const isUp = failures.length < Object.keys(READINGS).length
  return [
    ...samples,
    ...(fromChains ?? []),
    { name: 'countersign_database_up', labels: {}, value: isUp ? 1 : 0 },
    ...[...Object.keys(READINGS), 'chains'].map((reading) => ({
      name: 'countersign_scrape_failures',
      labels: { reading },
      value: failures.includes(reading) ? 1 : 0,
    })),
  ]
}

async function attempt({ pool, now }: Ctx, name: string, read: Reading): Promise<Sample[] | null> {
  try {
    return await inSqlTransaction({ pool }, async (sql) => {
      await sql.$queryRaw`SELECT set_config('statement_timeout', ${String(READING_MS)}::text, true)`
      return await read(sql, now)
    })
  } catch (err) {
    log.warn({ err, reading: name }, 'a reading of the metrics failed')
    return null
  }
}
