import type { Deadlines } from '@/lib/challenge/deadlines'

const MINUTE = 60
const DAY = 86_400
/** The fair clock and extensions stay this far before the chain's deadline. */
const RESERVE_SECONDS = 5 * MINUTE

/** The contract's times of a deal, unix seconds. `respondBy` is 0 when no responses are asked. */
export type ChainDeadlines = { joinBy: bigint; respondBy: bigint; settleBy: bigint; disputeWindow: bigint }

/** clamp(timeout ÷ 4, 10 min, 3 days), in whole seconds (domain §4, "Deadlines on chain"). */
export function marginSeconds(timeoutSeconds: number): number {
  return Math.min(Math.max(Math.floor(timeoutSeconds / 4), 10 * MINUTE), 3 * DAY)
}

/**
 * Pure: the signed times plus their margins. Each margin comes from that time's own length. A later time never ends
 * before an earlier one with its margin, or nobody could act in between.
 */
export function toChainDeadlines(deadlines: Deadlines): ChainDeadlines {
  const { accept, deposit, response, resolution, disputeSeconds } = deadlines
  if (!deposit) throw new RangeError('Only bonded challenges have deadlines on chain')

  const joinBy = withMargin(accept, deposit)
  const respondBy = response && Math.max(withMargin(deposit, response), joinBy)
  const settleBy = Math.max(withMargin(response ?? deposit, resolution), (respondBy ?? joinBy) + 10 * MINUTE)
  return {
    joinBy: BigInt(joinBy),
    respondBy: BigInt(respondBy ?? 0),
    settleBy: BigInt(settleBy),
    disputeWindow: BigInt(disputeSeconds + marginSeconds(disputeSeconds)),
  }
}

/** Until when a desk deadline may be moved, given the chain's: five minutes before it. */
export function latestDeskDeadline(chainAt: Date): Date {
  return new Date(chainAt.getTime() - RESERVE_SECONDS * 1000)
}

function withMargin(from: Date, to: Date): number {
  const timeout = (to.getTime() - from.getTime()) / 1000
  return Math.floor(to.getTime() / 1000) + marginSeconds(timeout)
}
