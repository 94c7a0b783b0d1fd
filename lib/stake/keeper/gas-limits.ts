import { CallRefused } from './keeper-chain'
import type { Purpose } from './plan-calls'

/**
 * Gas the desk pays for at most. The contract itself takes far less; what takes more is a party's own wallet contract,
 * which is asked about its signature and may burn as much as it likes.
 */
const MOST_GAS = 1_000_000n
const MOST_GAS_OF: Partial<Record<Purpose, bigint>> = { SEAT: 4_000_000n, PANEL: 3_000_000n }
/** Where gas also stands for the data written to another chain. */
const TIMES_ON: Record<number, bigint> = { 42161: 16n }

/** The gas of a call, when it is no more than such a call may take. Throws CallRefused. */
export function requireCheap({ chainId, purpose }: { chainId: number; purpose: Purpose }, gas: bigint): bigint {
  const most = (MOST_GAS_OF[purpose] ?? MOST_GAS) * (TIMES_ON[chainId] ?? 1n)
  if (gas <= most) return gas
  throw new CallRefused({
    name: 'takes too much gas',
    sentence: `The call takes ${gas} gas, more than the desk pays for: whom it is for can make it.`,
    code: 'E5011',
  })
}
