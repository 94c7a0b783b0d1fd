import type { Outcome, Party } from '@/lib/challenge/state'
import type { Hex } from '@/lib/proof/hash'
import type { Case } from '@/lib/proof/receipt'
import type { Domain, VoteMessage } from '@/lib/proof/typed-data'
import type { Exclusion } from './exclusions'

/** PREPARED: written, not on chain yet. WITHDRAWN: the challenge ended by other means. */
export type CaseStatus = 'PREPARED' | 'OPEN' | 'DECIDED' | 'EXPIRED' | 'WITHDRAWN'

/** A dispute: put to a panel (k of m), or one that only stops the clock (0 of 0). */
export type DisputeCase = {
  /** keccak256 of the document's JCS. */
  id: Hex
  challengeId: string
  dealId: Hex | null
  openerRole: Party
  /** Null once it was erased; its hash stays in the document. */
  reason: string | null
  document: Case
  status: CaseStatus
  rosterEpoch: number | null
  k: number
  m: number
  round: number
  seedBlock: number | null
  /** Of `seedBlock`; null while that block is waited for. */
  blockHash: Hex | null
  /** Of the round last drawn. */
  seed: Hex | null
  excluded: Exclusion[]
  outcome: Outcome | null
  openedAt: Date | null
  endedAt: Date | null
  createdAt: Date
}

/** Who sits, in which round they were counted in, and by which attempt they were drawn. */
export type CaseSeat = { round: number; seat: number; member: Hex; attempt: number; createdAt: Date }

/** A member's signed outcome. */
export type CaseVote = {
  round: number
  member: Hex
  outcome: Outcome
  domain: Domain
  message: VoteMessage
  signature: Hex
  /** sha256 of its bytes. */
  signatureHash: Hex
  createdAt: Date
}

/** Pure: the outcome k sitting members voted for, with their votes in the order they were cast; null without one. */
export function findVerdict(
  k: number,
  seated: readonly Hex[],
  votes: readonly CaseVote[],
): { outcome: Outcome; votes: CaseVote[] } | null {
  if (k < 1) return null

  const counted = votes.filter(({ member }) => seated.includes(member))
  for (const { outcome } of counted) {
    const agreeing = counted.filter((vote) => vote.outcome === outcome)
    if (agreeing.length >= k) return { outcome, votes: agreeing.slice(0, k) }
  }
  return null
}
