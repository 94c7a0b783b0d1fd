import type { StakeEvent } from '@/lib/chain/stake-log'

export type StakeLog = StakeEvent & { blockNumber: bigint }

/** What AuditorStake holds of a member. */
export type Stake = {
  /** Counts for rosters. */
  locked: bigint
  /** Asked to have back, and not taken yet. */
  waiting: bigint
  /** From when what waits can be taken; null when nothing does. */
  freeAt: Date | null
  /** Of the newest log. */
  blockNumber: bigint
}

/**
 * Pure: what a member's canonical logs, in the chain's order, add up to; null without any. What is locked counts once its
 * block is confirmed, what is asked back stops counting as soon as it is seen: a reorganisation can only make a stake
 * larger than what was counted.
 */
export function foldStake(logs: readonly StakeLog[], confirmed: bigint): Stake | null {
  const newest = logs.at(-1)
  if (!newest) return null

  let [locked, waiting] = [0n, 0n]
  let freeAt: Date | null = null
  for (const { name, args, blockNumber } of logs) {
    const amount = BigInt(args.amount)
    if (name === 'Locked' && blockNumber <= confirmed) locked += amount
    if (name === 'UnlockAsked') {
      locked -= amount
      waiting += amount
      freeAt = new Date(Number(args.freeAt) * 1_000)
    }
    if (name === 'Unlocked') waiting -= amount
  }
  return {
    locked: locked > 0n ? locked : 0n,
    waiting,
    freeAt: waiting > 0n ? freeAt : null,
    blockNumber: newest.blockNumber,
  }
}
