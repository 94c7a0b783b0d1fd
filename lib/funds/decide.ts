/** What a requirement asks of a wallet. One network's requirements are read at one pair of blocks. */
export type FundsRequirement = {
  /** The requirement's place among those of its side, as the caller counts them. */
  index: number
  role: 'creator' | 'counterparty'
  /** Chain id. */
  network: number
  /** Lower-case address. */
  wallet: string
  kind: 'BALANCE' | 'WALLET_AGE' | 'TX_COUNT'
  /** BALANCE: what of; NATIVE unless said. */
  assetType?: 'NATIVE' | 'ERC20'
  /** Lower-case address, for ERC20. */
  tokenAddress?: string
  /** BALANCE: at least this much, in the smallest unit. */
  minBalance?: bigint
  /** WALLET_AGE: first used at least so many days before the pinned block. */
  minWalletAgeDays?: number
  /** TX_COUNT: has sent at least so many transactions. */
  minTransactions?: number
}

export type FundsStatus = 'PASSED' | 'FAILED' | 'ERROR'

/** What a quorum saw at one block; null when it could not tell. */
export type Seen = bigint | null

/**
 * Pure (domain §2): PASSED needs the threshold at both blocks; FAILED is known to be below at either; ERROR could not
 * tell, and is never FAILED.
 */
export function decideFunds(seen: { newest: Seen; finalized: Seen }, threshold: bigint): FundsStatus {
  const both = [seen.newest, seen.finalized]
  if (both.some((amount) => amount !== null && amount < threshold)) return 'FAILED'
  return both.includes(null) ? 'ERROR' : 'PASSED'
}

/**
 * Pure: the amount each requirement is held to, in the order given. Balances asked of the same wallet and asset add up,
 * so one coin does not back two of them; each gets the sum and so the same result.
 */
export function thresholdsOf(requirements: readonly FundsRequirement[]): bigint[] {
  const sums = new Map<string, bigint>()
  for (const requirement of requirements) {
    if (requirement.kind !== 'BALANCE') continue
    const key = measureOf(requirement)
    sums.set(key, (sums.get(key) ?? 0n) + thresholdOf(requirement))
  }
  return requirements.map((requirement) => sums.get(measureOf(requirement)) ?? thresholdOf(requirement))
}

/** Pure: what must be read for a requirement, as text; the same text is read once. */
export function measureOf(requirement: FundsRequirement): string {
  const { kind, network, wallet, assetType = 'NATIVE', tokenAddress, minWalletAgeDays } = requirement
  if (kind === 'BALANCE') return `balance ${network} ${wallet} ${assetType === 'ERC20' ? tokenAddress : 'native'}`
  return kind === 'WALLET_AGE' ? `age ${network} ${wallet} ${minWalletAgeDays}` : `nonce ${network} ${wallet}`
}

/**
 * Pure: what this requirement alone asks for. An age is asked of the nonce at the block that many days ago: at least one
 * transaction had been sent by then.
 */
export function thresholdOf(requirement: FundsRequirement): bigint {
  if (requirement.kind === 'BALANCE') return requirement.minBalance ?? 0n
  return requirement.kind === 'WALLET_AGE' ? 1n : BigInt(requirement.minTransactions ?? 0)
}

/** Pure: the number a proof shows as its threshold: an amount, days, or transactions. */
export function shownThreshold(requirement: FundsRequirement): bigint {
  return requirement.kind === 'WALLET_AGE' ? BigInt(requirement.minWalletAgeDays ?? 0) : thresholdOf(requirement)
}
