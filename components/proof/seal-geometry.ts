/** How far the two halves have come: which are signed, how far apart they stand, and what holds them. */
export type SealState = {
  creator: boolean
  counterparty: boolean
  /** open: apart. closing: nearly touching. whole: one ring. cracked: out of line. broken: fallen apart. */
  ring: 'open' | 'closing' | 'whole' | 'cracked' | 'broken'
  /** The middle is filled once there is a receipt. */
  filled?: boolean
}

export const WHOLE_SEAL: SealState = { creator: true, counterparty: true, ring: 'whole', filled: true }

/** One half of the ring in a square from 0 to 64: its outline, how it is moved from the middle, and whether it is inked. */
export type SealHalf = { path: string; x: number; y: number; turn: number; inked: boolean }

/** The outlines of the two halves of a whole ring. */
export const LEFT_HALF = 'M32 6a26 26 0 0 0 0 52v-8a18 18 0 0 1 0-36Z'
export const RIGHT_HALF = 'M32 6a26 26 0 0 1 0 52v-8a18 18 0 0 0 0-36Z'

type Place = readonly [x: number, y: number, turn: number]

/** Where each half stands. */
const PLACES: Record<SealState['ring'], readonly [left: Place, right: Place]> = {
  open: [
    [-3.5, 0, 0],
    [3.5, 0, 0],
  ],
  closing: [
    [-1.2, 0, 0],
    [1.2, 0, 0],
  ],
  whole: [
    [0, 0, 0],
    [0, 0, 0],
  ],
  cracked: [
    [-0.8, -3, 0],
    [0.8, 3, 0],
  ],
  broken: [
    [-4, 0, -9],
    [4, 0, 13],
  ],
}

/** Pure: the seal of a state: a half ring for each party, and the middle once there is a receipt. */
export function drawSeal({ creator, counterparty, ring, filled = false }: SealState) {
  const [left, right] = PLACES[ring]
  return {
    left: placeHalf(LEFT_HALF, left, creator),
    right: placeHalf(RIGHT_HALF, right, counterparty),
    middle: filled ? { x: 32, y: 32, radius: 10.5 } : null,
  }
}

function placeHalf(path: string, [x, y, turn]: Place, inked: boolean): SealHalf {
  return { path, x, y, turn, inked }
}
