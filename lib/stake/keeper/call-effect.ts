import type { DealRow } from '../store'
import type { Purpose } from './plan-calls'

/** DONE: the chain shows what a call was for. DROPPED: it ended in another way. OPEN: neither yet. */
export type Effect = 'DONE' | 'DROPPED' | 'OPEN'

type Mirror = Pick<DealRow, 'state' | 'round' | 'seedBlock' | 'seed' | 'nextAttempt' | 'ending' | 'decider'>

/** Pure: what became of a call, by what is confirmed of its deal. Its key says which round, block or attempt it was for. */
export function effectOf(call: { purpose: Purpose; key: string }, mirror: Mirror): Effect {
  if (hasEffect(call, mirror)) return 'DONE'
  return mirror.state === 'ENDED' ? 'DROPPED' : 'OPEN'
}

function hasEffect({ purpose, key }: { purpose: Purpose; key: string }, mirror: Mirror): boolean {
  const [round = 0, which = 0] = key.split(':').slice(2).map(Number)
  switch (purpose) {
    case 'FIX_SEED':
      return isPast(mirror, round, mirror.seed !== null || (mirror.seedBlock ?? 0n) > BigInt(which))
    case 'SEAT':
      return isPast(mirror, round, mirror.nextAttempt > which)
    case 'REDRAW':
      return mirror.round > 0
    default:
      return mirror.state === 'ENDED' && isOfPurpose(purpose, mirror)
  }
}

function isPast(mirror: Mirror, round: number, isDoneInRound: boolean): boolean {
  return mirror.round > round || (mirror.round === round && isDoneInRound)
}

function isOfPurpose(purpose: Purpose, { ending, decider }: Mirror): boolean {
  if (purpose === 'EXPIRE') return ending === 'EXPIRED'
  if (purpose === 'SPLIT') return ending === 'SPLIT'
  if (purpose === 'SETTLE') return decider === 'PARTIES' && ending !== 'SPLIT'
  return decider === purpose
}
