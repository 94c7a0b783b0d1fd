import type { UserActor } from '@/lib/context'
import { env } from '@/lib/env'

type Proven = Pick<UserActor, 'sessionId' | 'wallet'>

/**
 * Whether the caller operates the desk: the wallet this very session was opened with stands in OPERATOR_WALLETS. A key does
 * not count, whoever's it is, and neither do other wallets of the same person.
 */
export function isOperator(actor: Proven): boolean {
  return isListed(env().OPERATOR_WALLETS, actor)
}

/**
 * Pure: the list is addresses separated by commas, each for every chain, or as CAIP-10 (`eip155:1:0x…`) for one. A
 * contract's address may be somebody else's on another chain: list those with their chain.
 */
export function isListed(list: string | undefined, { sessionId, wallet }: Proven): boolean {
  if (sessionId === null) return false
  const mine = [wallet.address, `eip155:${wallet.chainId}:${wallet.address}`]
  const listed = (list ?? '')
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .filter(Boolean)
  return listed.some((entry) => mine.includes(entry))
}
