import type { RosetteRing } from '@/components/proof/rosette-geometry'

/** One petal and how it is turned, in degrees, to make the ring and its copies. */
export type LightRing = { petal: string; turns: number[] }

/** At this size more copies run together. */
const MOST_COPIES = 2

/** Pure: the first and the third ring of a rosette, with few copies and whole tenths. */
export function lightRings(rings: readonly RosetteRing[]): LightRing[] {
  return rings
    .filter((_, index) => index % 2 === 0)
    .map(({ petal, petals, copies }) => ({ petal: roundPath(petal), turns: turnsOf(petals, copies) }))
}

function turnsOf(petals: number, copies: number): number[] {
  const step = 360 / petals
  const shift = step / copies
  const turns = Array.from({ length: Math.min(copies, MOST_COPIES) }, (_, copy) =>
    Array.from({ length: petals }, (_, petal) => Number((petal * step + copy * shift).toFixed(2))),
  )
  return turns.flat().filter((degrees) => degrees > 0)
}

/** A tenth of a unit is a thirtieth of a pixel here. */
function roundPath(path: string): string {
  return path.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1))))
}
