import type { Sql } from '@/lib/db/sql'
import { env } from '@/lib/env'
import { findBudget, sumSpent } from './item-store'

const DAY_MS = 86_400_000

/** When the day of a budget ends: at midnight, UTC. */
export function endOfDay(now: Date): Date {
  return new Date(startOfDay(now).getTime() + DAY_MS)
}

function startOfDay(now: Date): Date {
  return new Date(Math.floor(now.getTime() / DAY_MS) * DAY_MS)
}

/** An organization's gas budget for the day on a chain does not reach for it. */
export class OverBudget extends Error {
  override readonly name = 'OverBudget'
}

type Spending = { organizationId: string; chainId: number; wei: bigint; now: Date; except?: string }

/**
 * Whether an organization may spend so much more on a chain today: its own budget, or else the desk's
 * (ATTESTATION_GAS_BUDGET_WEI); without either it may. What is on its way counts with what it may cost at most,
 * but for the submission `except`, whose next transaction this is about.
 */
export async function isWithinBudget(
  sql: Sql,
  { organizationId, chainId, wei, now, except }: Spending,
): Promise<boolean> {
  const budget = (await findBudget(sql, organizationId, chainId)) ?? env().ATTESTATION_GAS_BUDGET_WEI
  if (budget === undefined) return true
  const spent = await sumSpent(sql, { organizationId, chainId, since: startOfDay(now), except: except ?? null })
  return spent + wei <= BigInt(budget)
}
