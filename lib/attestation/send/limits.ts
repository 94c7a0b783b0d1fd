import { LOCAL_CHAIN } from '@/lib/chain/networks'

/** How long an issuer's signature counts, by the chain's time. Then a transaction that is still stuck is made anew. */
export const SIGNED_SECONDS = 1_800

/** Before EAS 1.0 signatures name no deadline: what was given up counts as dead when its nonce is used, or after a day. */
export const SIGNED_SECONDS_PLAIN = 86_400

/**
 * What one transaction may be estimated at: with a fifth added it has to stay under the 2^24 gas that Ethereum takes from
 * one transaction (EIP-7825). The local chain takes its whole block.
 */
export function mostGas(chainId: number): bigint {
  return chainId === LOCAL_CHAIN ? 24_000_000n : 13_900_000n
}

/** Failures that are not an item's own: tried so often again, 5 s and then twice as long each time, up to 30 s. */
export const RETRIES = 3

/** Pure: how long after its nth failure something is tried again; null: no more. */
export function backoffSeconds(tries: number): number | null {
  return tries > RETRIES ? null : Math.min(5 * 2 ** (tries - 1), 30)
}

/** A chain that was not asked for longer, or did not answer, was away. */
export const AWAY_SECONDS = 60

/** The local chain has a block each second, others every few. */
export function blockSeconds(chainId: number): number {
  return chainId === LOCAL_CHAIN ? 1 : 12
}

/** How far back a reorganisation may put what was sent, before the newest block of when it was signed. */
export const REORG_BLOCKS = 64
