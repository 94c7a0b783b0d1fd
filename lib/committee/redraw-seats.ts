import type { Hex } from '@/lib/proof/hash'
import { type Drawable, drawSeats } from './draw'

/** A seat as it stands: who, and by which attempt of the round they were drawn in. */
export type Seated = { member: Hex; attempt: number }

type Redraw = {
  seed: Hex
  round: number
  roster: Drawable
  struck: readonly Hex[]
  /** The round before, in the order of its seats. */
  sitting: readonly Seated[]
  hasSpoken(member: Hex): boolean
  /** So many attempts at most. */
  most?: number | undefined
}

/**
 * Pure: the seats of a round in which silent members are drawn anew (domain §5, "Silent seats"). Who has spoken stays. Of
 * the silent ones, those for whom nobody else is left stay too.
 */
export function redrawSeats({ seed, round, roster, struck, sitting, hasSpoken, most }: Redraw): Seated[] {
  const silent = sitting.filter(({ member }) => !hasSpoken(member)).length
  const seated = sitting.map(({ member }) => member)
  const drawn = drawSeats({ seed, round, roster, m: sitting.length + silent, struck, seated, most })

  const fresh = drawn.seats.map(({ row, attempt }) => ({ member: row.member, attempt }))
  const next = sitting.map((seat) => (hasSpoken(seat.member) ? seat : (fresh.shift() ?? seat)))
  return next.map(({ member, attempt }) => ({ member, attempt }))
}
