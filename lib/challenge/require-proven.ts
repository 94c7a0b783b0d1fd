import type { Sql } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { hasProven } from '@/lib/funds/store'
import { holdWallets } from '@/lib/identity/hold-wallets'
import type { Challenge } from './challenge'
import { chainIdOf, type Requirement } from './draft'
import { wasLinkedSince } from './store'

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

/**
 * Binds a party's wallets to the challenge this transaction writes: their own and the one their requirement names. None of
 * them can be unlinked before it is written, nor while it is open (unlinkWallet). Throws E2008 when one is gone already.
 */
export async function requireHeld(
  sql: Sql,
  userId: string,
  own: string,
  requirement: Requirement | null | undefined,
): Promise<void> {
  const wallets = [...new Set([own, requirement?.wallet_address ?? own])]
  const held = await holdWallets(sql, userId, wallets)
  const gone = wallets.find((wallet) => !held.includes(wallet))
  if (gone !== undefined) throw notProven(gone)
}

/** A wallet the creator had when they made the challenge is not somebody else's for being unlinked since. Throws E3024. */
export async function requireOtherParty(sql: Sql, { creator, createdAt }: Challenge, signer: string): Promise<void> {
  if (await wasLinkedSince(sql, creator.userId, signer, createdAt)) throw sameParty()
}

export function sameParty(): AppError {
  return new AppError('E3024', 'That wallet is yours too. The counterparty must be somebody else.')
}

export function notProven(wallet: string): AppError {
  return new AppError('E2008', `Prove the wallet ${wallet} first: sign in with it, or link it to your account.`)
}
