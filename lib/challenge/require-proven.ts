import type { Sql } from '@/lib/db/sql'
import type { Db } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { hasProven } from '@/lib/funds/store'
import { holdWallets } from '@/lib/identity/hold-wallets'
import type { Challenge } from './challenge'
import { type AskedDraft, chainIdOf, type Requirement } from './draft'
import { findProvenChain, isSameUser, wasLinkedSince } from './store'

/** A party as far as it is known: before acceptance, a named counterparty may have no account. */
export type KnownParty = { address: string; userId: string | null }

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
 * A party to a bonded challenge pays in and signs on the bond's chain: a key can everywhere, a contract must be proven
 * there. Throws E2008.
 */
export async function requireUsable(sql: Sql, userId: string, own: string, { bond }: Pick<Challenge, 'bond'>) {
  if (!bond || (await hasProven(sql, userId, own, chainIdOf(bond.network)))) return
  throw notProvenOn(own, bond.network)
}

/**
 * A contract named as the counterparty is the one on the bond's chain, or without a bond on the creator's: the same address
 * elsewhere may be somebody else's. Keys are the same everywhere. Throws E2008.
 */
export async function requireNamed(sql: Sql, userId: string, challenge: Challenge): Promise<void> {
  const { counterparty, counterpartyNamed, creator, bond } = challenge
  if (!counterparty || !counterpartyNamed) return
  const chainId = bond ? chainIdOf(bond.network) : creator.chainId
  if (!(await hasProven(sql, userId, counterparty.address, chainId))) throw notProven(counterparty.address)
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

/**
 * The moderator is neither party, nor anybody's other wallet (domain, "Same party"): the address is compared with both, and
 * its holder with the holders of theirs. Throws E3024.
 */
export async function requireOtherModerator(
  sql: Sql,
  { resolution }: Pick<AskedDraft, 'resolution'>,
  parties: readonly KnownParty[],
): Promise<void> {
  const { moderator } = resolution
  if (!moderator) return
  const isParty = parties.some(({ address }) => address === moderator)
  if (isParty || (await isSameUser(sql, moderator, parties))) throw sameParty('moderator')
}

export function sameParty(who: 'counterparty' | 'moderator' = 'counterparty'): AppError {
  const sentence =
    who === 'counterparty'
      ? 'That wallet is yours too. The counterparty must be somebody else.'
      : 'The moderator must be neither of the two parties, nor another wallet of theirs.'
  return new AppError('E3024', sentence, { fields: [{ path: PATHS[who], message: sentence }] })
}

const PATHS = { counterparty: 'counterparty', moderator: 'resolution.moderator' } as const

function notProvenOn(wallet: string, network: string): AppError {
  return new AppError(
    'E2008',
    `The wallet ${wallet} is a contract: prove it on ${network}, where the bond is held, or use another one.`,
  )
}

/**
 * The chain a party's wallet was proven on, for their DID: unbonded the one they signed for, bonded another than the bond's
 * may be. Throws E2008 when the wallet is not theirs any more.
 */
export async function chainOfParty(
  db: Db,
  { bond }: Pick<Challenge, 'bond'>,
  userId: string,
  signed: { signer: string; domain: { chainId: number } },
): Promise<number> {
  if (!bond) return signed.domain.chainId
  const chainId = await findProvenChain(db, userId, signed.signer)
  if (chainId === null) throw notProven(signed.signer)
  return chainId
}

export function notProven(wallet: string): AppError {
  return new AppError('E2008', `Prove the wallet ${wallet} first: sign in with it, or link it to your account.`)
}
