import type { Hex } from '../proof/hash'
import { countEligible, drawSeats, fitCommittee, seedOf } from './draw'
import { redrawSeats } from './redraw-seats'
import type { Roster } from './roster'

/** Of whom a round is drawn, and from what. */
export type RoundToDraw = {
  /** The receipt's id. */
  subject: Hex
  round: number
  kind: 'DRAW' | 'REDRAW' | 'APPEAL'
  roster: Pick<Roster, 'rows' | 'root' | 'totalWeight'>
  /** k of m with enough members. */
  wanted: { k: number; m: number }
  /** Never seated: the parties, and whoever is excluded. */
  barred: readonly Hex[]
  blockHash: Hex
  /** Of a REDRAW: who sat before, in order, and which of them had judged by then. */
  before: readonly DrawnSeat[]
  judged: ReadonlySet<string>
  /** So many attempts at most; a draw that needs more comes out with fewer seats. */
  most?: number | undefined
}

export type DrawnSeat = { member: Hex; attempt: number }
export type DrawnRound = { seed: Hex; k: number; m: number; seats: DrawnSeat[] }

/**
 * Pure: the seats a round of a receipt's committee must have (domain §5, "Draw", "Small numbers", "Silent seats"). Null when
 * nobody is eligible.
 */
export function repeatRound(draw: RoundToDraw): DrawnRound | null {
  const { round, roster, barred, before, judged, wanted, most } = draw
  const seed = seedOf(draw.subject, roster.root, draw.blockHash)
  if (draw.kind === 'REDRAW') {
    const hasSpoken = (member: Hex) => judged.has(member)
    return {
      seed,
      ...wanted,
      seats: redrawSeats({ seed, round, roster, struck: barred, sitting: before, hasSpoken, most }),
    }
  }
  const fitted = fitCommittee(countEligible(roster, barred), wanted)
  if (!fitted) return null

  const { seats } = drawSeats({ seed, round, roster, m: fitted.m, struck: barred, most })
  return { seed, ...fitted, seats: seats.map(({ row, attempt }) => ({ member: row.member, attempt })) }
}

/** Pure: how many seats of a round are drawn in it: all, or in a REDRAW those of silent members, as far as others are left. */
export function countToDraw({ kind, roster, barred, before, judged }: RoundToDraw, m: number): number {
  if (kind !== 'REDRAW') return m
  const silent = before.filter(({ member }) => !judged.has(member)).length
  return Math.min(silent, countEligible(roster, [...barred, ...before.map(({ member }) => member)]))
}

/** k of m of an appeal against a committee of `m`: 2m + 1 members, and a majority of them. */
export function appealSize(m: number): { k: number; m: number } {
  return { k: m + 1, m: 2 * m + 1 }
}
