import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { hasProven } from '@/lib/funds/store'
import type { Challenge } from './challenge'
import { chainIdOf, type Requirement } from './draft'

/**
 * Whoever is asked to hold something must have proven the wallet it is looked for in: their own, or the one the
 * requirement names. A contract's proof counts on its own chain only, since the same address elsewhere may be somebody
 * else's. Throws E2008.
 */
export async function requireProvenFor(
  sql: Sql,
  userId: string,
  own: string,
  requirement: Requirement | null | undefined,
) {
  if (!requirement) return

  const wallet = requirement.wallet_address ?? own
  if (await hasProven(sql, userId, wallet, chainIdOf(requirement.network))) return
  throw notProven(wallet)
}

/**
 * A contract named as the counterparty is the one on the creator's chain: the same address elsewhere may be somebody
 * else's. Keys are the same everywhere. Throws E2008.
 */
export async function requireNamed(sql: Sql, userId: string, challenge: Challenge): Promise<void> {
  const { counterparty, counterpartyNamed, creator } = challenge
  if (!counterparty || !counterpartyNamed) return
  if (!(await hasProven(sql, userId, counterparty.address, creator.chainId))) throw notProven(counterparty.address)
}

export function notProven(wallet: string): AppError {
  return new AppError('E2008', `Prove the wallet ${wallet} first: sign in with it, or link it to your account.`)
}
