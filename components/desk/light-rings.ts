import type { RosetteRing } from '@/components/proof/rosette-geometry'

/** Pure: the first three rings of a rosette, drawn to whole tenths: at a list's size the rest is not seen. */
export function lightRings(rings: readonly RosetteRing[]): RosetteRing[] {
  return rings.slice(0, RINGS).map((ring) => ({ ...ring, petal: roundPath(ring.petal) }))
}

const RINGS = 3

/** A tenth of a unit is a thirtieth of a pixel here. */
function roundPath(path: string): string {
  return path.replace(/-?\d+\.\d+/g, (number) => String(Number(Number(number).toFixed(1))))
}
