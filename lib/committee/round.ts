import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { env } from '@/lib/env'
import type { Hex } from '@/lib/proof/hash'
import { countEligible, fitCommittee } from './draw'
import type { Exclusion } from './exclusions'
import type { Roster } from './roster'

/** DRAW: the first. REDRAW: in place of silent members. APPEAL: others, and more of them. */
export type RoundKind = 'DRAW' | 'REDRAW' | 'APPEAL'

/** WAITING for a block or for enough members; SEATED; OVER. */
export type RoundState = 'WAITING' | 'SEATED' | 'OVER'

/** One round of a receipt's committee. */
export type Round = {
  receiptId: Hex
  round: number
  kind: RoundKind
  state: RoundState
  wantedK: number
  wantedM: number
  /** 0 of 0 while too few are eligible. */
  k: number
  m: number
  rosterEpoch: number | null
  /** How many members more it takes. */
  missing: number
  excluded: Exclusion[]
  seedBlock: number | null
  blockHash: Hex | null
  seed: Hex | null
  openedAt: Date
  seatedAt: Date | null
  dueAt: Date | null
}

/** So long a receipt waits for a committee, and a committee for its block. */
export const WAIT_SECONDS = 7 * 24 * 60 * 60
/** So long members have before the silent ones are replaced, and again before all of it ends. */
export const SILENCE_SECONDS = 24 * 60 * 60

export type Wanted = { k: number; m: number }

/**
 * Pure: the committee a roster is good for, when these members of it may not sit: k of m, or how many are missing for the
 * smallest there may be (domain §5).
 */
export function fitRound(
  roster: Pick<Roster, 'rows'>,
  struck: readonly Hex[],
  wanted: Wanted,
  least: number,
): { k: number; m: number; missing: number } {
  const eligible = countEligible(roster, struck)
  const fitted = fitCommittee(eligible, wanted)
  if (fitted && fitted.m >= least) return { ...fitted, missing: 0 }
  return { k: 0, m: 0, missing: toOdd(least) - eligible }
}

/** The smallest committee there may be. */
export function leastMembers(): number {
  return env().POU_MIN_COMMITTEE ?? (env().ANCHOR_CHAIN === LOCAL_CHAIN ? 1 : 3)
}

function toOdd(n: number): number {
  return n % 2 === 1 ? n : n + 1
}
