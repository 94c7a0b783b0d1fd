import type { EscrowArgs, EscrowEventName } from '@/lib/chain/escrow-log'
import type { Hex } from '@/lib/proof/hash'
import { type Deal, ZERO_ADDRESS } from './deal'
import type { DealLog } from './fold-deal'

export const CREATOR: Hex = `0x${'c1'.repeat(20)}`
export const COUNTERPARTY: Hex = `0x${'c2'.repeat(20)}`
export const DEAL_ID: Hex = `0x${'de'.repeat(32)}`

export const someDeal = (over: Partial<Deal> = {}): Deal => ({
  creator: CREATOR,
  counterparty: COUNTERPARTY,
  token: ZERO_ADDRESS,
  creatorBond: 1_000n,
  counterpartyBond: 2_000n,
  creatorBase: 50n,
  counterpartyBase: 0n,
  joinBy: 1_800_000_000n,
  respondBy: 0n,
  settleBy: 1_800_100_000n,
  disputeWindow: 3_600n,
  resolver: ZERO_ADDRESS,
  oracle: { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
  panel: { root: `0x${'00'.repeat(32)}`, totalWeight: 0n, k: 0, m: 0, struck: [] },
  finalHash: `0x${'f1'.repeat(32)}`,
  salt: `0x${'5a'.repeat(32)}`,
  ...over,
})

export const word = (number: number): Hex => `0x${number.toString(16).padStart(64, '0')}`

/** A log of its own block: number 100, 101, … by its place, twelve seconds apart, unless `over` says so. */
export function logAt<N extends EscrowEventName>(
  place: number,
  name: N,
  args: EscrowArgs[N],
  over: { block?: number; index?: number; tx?: number } = {},
): DealLog {
  const block = over.block ?? 100 + place
  return {
    name,
    deal: DEAL_ID,
    args,
    blockNumber: BigInt(block),
    blockHash: word(0xb000000 + block),
    blockTime: new Date(1_790_000_000_000 + 12_000 * block),
    txHash: word(0x7000000 + (over.tx ?? place)),
    logIndex: over.index ?? 0,
  } as DealLog
}
