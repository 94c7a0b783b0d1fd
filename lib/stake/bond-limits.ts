import { type Asset, LOCAL_CHAIN } from '@/lib/chain/networks'
import { networkOf } from '@/lib/proof/chains'

/** In the asset's smallest unit; null: no cap. */
export type BondLimits = { maxBond: bigint | null; maxCommitteeBond: bigint | null }

/** The fewest votes that decide off the local chain: k of a panel of three. */
const FEWEST_VOTES = 2n
const DOLLARS = 100_000n

/**
 * By the coin's SLIP-44 number, in whole coins or thousandths of one: the largest bond, the stake a panel member locks
 * at least, and that stake in dollars, taken low so that a cap in dollars is never above what the stakes are worth.
 */
const COINS: Record<number, { maxCoins: bigint; stakeMilliCoins: bigint; stakeDollars: bigint }> = {
  60: { maxCoins: 50n, stakeMilliCoins: 500n, stakeDollars: 500n },
  714: { maxCoins: 200n, stakeMilliCoins: 2_000n, stakeDollars: 500n },
  966: { maxCoins: 250_000n, stakeMilliCoins: 2_500_000n, stakeDollars: 500n },
}

/**
 * How much one party may bond in an asset of a chain (domain §4, "Tokens"): in dollar tokens 100 000. A committee decides
 * about no more than what the votes it takes have at stake; on the local chain, where nothing is worth anything, about all.
 */
export function bondLimitsOf(chainId: number, asset: Pick<Asset, 'assetType' | 'decimals'>): BondLimits {
  const coin = COINS[networkOf(chainId)?.coinType ?? 60] ?? COINS[60]
  if (!coin) return { maxBond: 0n, maxCommitteeBond: 0n }

  const unit = 10n ** BigInt(asset.decimals)
  const isCoin = asset.assetType === 'NATIVE'
  const stake = isCoin ? (coin.stakeMilliCoins * unit) / 1_000n : coin.stakeDollars * unit
  return {
    maxBond: (isCoin ? coin.maxCoins : DOLLARS) * unit,
    maxCommitteeBond: chainId === LOCAL_CHAIN ? null : FEWEST_VOTES * stake,
  }
}
