import type { RosetteRing } from '@/components/proof/rosette-geometry'

/** Pure: the rings of a rosette, each as one path with every petal and copy turned into its place. */
export function rosettePaths(rings: readonly RosetteRing[]): string[] {
  return rings.map(({ petal, petals, copies }) => {
    const numbers = petal
      .split(/(?=[MC])/)
      .map((part) => ({ letter: part.charAt(0), at: part.slice(1).split(' ').map(Number) }))
    const turns = Array.from({ length: petals * copies }, (_, index) => (index * 2 * Math.PI) / (petals * copies))
    return turns.map((angle) => numbers.map(({ letter, at }) => letter + turn(at, angle).join(' ')).join('')).join('')
  })
}

function turn(at: readonly number[], angle: number): number[] {
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)]
  return at.map((value, index) => {
    const x = index % 2 === 0 ? value : (at[index - 1] ?? 0)
    const y = index % 2 === 0 ? (at[index + 1] ?? 0) : value
    return Number((index % 2 === 0 ? x * cos - y * sin : x * sin + y * cos).toFixed(2))
  })
}
