import type { RosetteRing } from '@/components/proof/rosette-geometry'

/** Pure: the first three rings of a rosette with fewer lines, to whole tenths: at a list’s size the rest is not seen. */
export function lightRings(rings: readonly RosetteRing[]): RosetteRing[] {
  return rings.slice(0, RINGS).map((ring) => ({
    ...ring,
    petal: roundPath(ring.petal),
    copies: Math.min(ring.copies, MOST_COPIES),
  }))
}

const RINGS = 3
/** More lines than this run together. */
const MOST_COPIES = 4

/** A tenth of a unit is a thirtieth of a pixel here. */
function roundPath(path: string): string {
  return path.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1))))
}
