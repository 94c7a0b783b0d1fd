import { erc20Asset, nativeAsset } from '@/lib/proof/funds'
import type { FundsRequirement } from './decide'

/** CAIP-19 of what a requirement is about; ages and counts are about the chain's own coin. */
export function assetOf({ kind, network, assetType, tokenAddress }: FundsRequirement): string {
  const token = kind === 'BALANCE' && assetType === 'ERC20' ? tokenAddress : undefined
  return token ? erc20Asset(network, token) : nativeAsset(network)
}
