import { env } from '@/lib/env'
import { LOCAL_CHAIN } from './networks'
import { chainProviders, type Provider } from './providers'
import { countHosts } from './quorum'

/** Different hosts that must agree before a reading stands (domain §2). */
export const QUORUM = 2

export type ChainQuorum = {
  providers: readonly Provider[]
  /** How many hosts must agree: 2, or 1 where one provider alone is allowed. */
  q: number
  /** Hosts asked. */
  hosts: number
}

/**
 * Whom to ask about a chain and how many must agree. One provider alone counts only when it is all that is configured,
 * and then only on the local chain or with FUNDS_ALLOW_SINGLE: two that are configured must agree, even when one is down.
 */
export function quorumOf(chainId: number, providers: readonly Provider[] = chainProviders(chainId)): ChainQuorum {
  const hosts = countHosts(providers)
  const aloneAllowed = chainId === LOCAL_CHAIN || env().FUNDS_ALLOW_SINGLE
  return { providers, hosts, q: hosts === 1 && aloneAllowed ? 1 : QUORUM }
}
