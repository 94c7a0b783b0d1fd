import { createHash } from 'node:crypto'
import type pg from 'pg'
import { sqlOver } from './db/sql'
import { env } from './env'
import { AppError } from './errors'

export const FLAGS = ['FF_GATEKEEPER', 'FF_CHALLENGES', 'FF_FIRE_MODE', 'FF_ENFORCED_MODE', 'FF_WEBHOOKS'] as const
export type Flag = (typeof FLAGS)[number]

type Row = { enabled: boolean; percentage: number }

/** How long a process may go on with the rows it read. */
const FRESH_MS = 2_000

/**
 * Whether `flag` is on for `organizationId` (domain §12): a row in the table wins, its percentage taken by a stable
 * hash; else the environment variable; else on everywhere but in production.
 */
export async function isOn(ctx: { pool: pg.Pool }, flag: Flag, organizationId: string): Promise<boolean> {
  const row = (await flagRows(ctx.pool)).get(flag) ?? null
  return decideFlag(row, env()[flag], env().COUNTERSIGN_ENV, flag, organizationId)
}

/** Throws E9010 when `flag` is off. */
export async function requireFlag(ctx: { pool: pg.Pool }, flag: Flag, organizationId: string): Promise<void> {
  if (await isOn(ctx, flag, organizationId)) return
  throw new AppError('E9010', 'This part of the desk is switched off here.')
}

const cache = new WeakMap<pg.Pool, { until: number; rows: Promise<Map<string, Row>> }>()

/** The whole small table, read at most every two seconds per process: it stands on every challenge's way. */
function flagRows(pool: pg.Pool): Promise<Map<string, Row>> {
  const known = cache.get(pool)
  if (known && known.until > performance.now()) return known.rows

  const rows = readRows(pool)
  cache.set(pool, { until: performance.now() + FRESH_MS, rows })
  rows.catch(() => cache.delete(pool))
  return rows
}

async function readRows(pool: pg.Pool): Promise<Map<string, Row>> {
  const rows = await sqlOver(pool).$queryRaw<
    (Row & { name: string })[]
  >`SELECT name, enabled, percentage FROM feature_flags`
  return new Map(rows.map((row) => [row.name, row]))
}

/** Pure: see `isOn`. */
export function decideFlag(
  row: Row | null,
  variable: boolean | undefined,
  environment: string,
  flag: Flag,
  organizationId: string,
): boolean {
  if (row) return row.enabled && percentileOf(flag, organizationId) < row.percentage
  return variable ?? environment !== 'production'
}

function percentileOf(flag: Flag, organizationId: string): number {
  return createHash('sha256').update(`${flag}:${organizationId}`).digest().readUInt32BE(0) % 100
}
