import type { EscrowArgs, EscrowEventName } from '@/lib/chain/escrow-log'
import type { Hex } from '@/lib/proof/hash'
import type { Deal } from './deal'
import { someDeal } from './deal.fixture'
import type { DealLog } from './fold-deal'

export const CREATOR: Hex = `0x${'c1'.repeat(20)}`
export const COUNTERPARTY: Hex = `0x${'c2'.repeat(20)}`
export const DEAL_ID: Hex = `0x${'de'.repeat(32)}`

/** `someDeal` between these two: 1 000 and a base of 50 against 2 000. */
export const loggedDeal = (changes: Partial<Deal> = {}): Deal =>
  someDeal({ creator: CREATOR, counterparty: COUNTERPARTY, counterpartyBond: 2_000n, creatorBase: 50n, ...changes })

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
