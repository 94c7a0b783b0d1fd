import { createHash } from 'node:crypto'
import type { Db } from './db/transaction'
import { env } from './env'
import { AppError } from './errors'

export type Flag = 'FF_GATEKEEPER' | 'FF_CHALLENGES' | 'FF_FIRE_MODE' | 'FF_ENFORCED_MODE'

type Row = { enabled: boolean; percentage: number }

/**
 * Whether `flag` is on for `organizationId` (domain §12): a row in the table wins, its percentage taken by a stable
 * hash; else the environment variable; else on everywhere but in production.
 */
export async function isOn(db: Db, flag: Flag, organizationId: string): Promise<boolean> {
  const row = await db.featureFlag.findUnique({ where: { name: flag } })
  return decideFlag(row, env()[flag], env().COUNTERSIGN_ENV, flag, organizationId)
}

/** Throws E9010 when `flag` is off. */
export async function requireFlag(db: Db, flag: Flag, organizationId: string): Promise<void> {
  if (await isOn(db, flag, organizationId)) return
  throw new AppError('E9010', 'This part of the desk is switched off here.')
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
