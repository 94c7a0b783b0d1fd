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

/**
 * Whether an organization may spend so much more on a chain today: its own budget, or else the desk's
 * (ATTESTATION_GAS_BUDGET_WEI); without either it may. What is on its way counts with what it may cost at most.
 */
export async function isWithinBudget(
  sql: Sql,
  { organizationId, chainId, wei, now }: { organizationId: string; chainId: number; wei: bigint; now: Date },
): Promise<boolean> {
  const budget = (await findBudget(sql, organizationId, chainId)) ?? env().ATTESTATION_GAS_BUDGET_WEI
  if (budget === undefined) return true
  return (await sumSpent(sql, organizationId, chainId, startOfDay(now))) + wei <= BigInt(budget)
}
