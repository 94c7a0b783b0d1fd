import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'
import { type KeeperChain, keeperChain } from './keeper-chain'

/** What keeping needs beyond the database: the chain, and the key that pays (none: calls wait). */
export type Keeping = { chain: KeeperChain; key: Hex | undefined }

export function configuredKeeping(chainId: number): Keeping {
  return { chain: keeperChain(chainId), key: env().submitterKeys.get(chainId) }
}

/** The local chain has a block each second, others every few. */
export function blockSeconds(chainId: number): number {
  return chainId === LOCAL_CHAIN ? 1 : 12
}
