import { expect, it } from 'vitest'
import { bytesOf, type Hex, hexOf, keccakHex } from '@/lib/proof/hash'
import { drawRosette, type RosetteRing } from './rosette-geometry'

const hashes = Array.from({ length: 40 }, (_, index) => keccakHex(`receipt ${index}`))
const pointsOf = (petal: string) => [...petal.matchAll(/-?\d+(?:\.\d+)?/g)].map(([number]) => Number(number))

it('draws the same rosette for the same hash, and another for any other', () => {
  for (const hash of hashes) expect(drawRosette(hash)).toEqual(drawRosette(hash))
  expect(new Set(hashes.map((hash) => JSON.stringify(drawRosette(hash)))).size).toBe(hashes.length)
})

it('stays within its square and closes each petal into the next', () => {
  for (const { petal, petals } of hashes.flatMap(drawRosette)) {
    const numbers = pointsOf(petal)
    expect(Math.max(...numbers.map(Math.abs))).toBeLessThanOrEqual(100.5)

    const [startX = 0, startY = 0] = numbers
    const [endX = 0, endY = 0] = numbers.slice(-2)
    const turn = (2 * Math.PI) / petals
    expect(endX).toBeCloseTo(startX * Math.cos(turn) - startY * Math.sin(turn), 1)
    expect(endY).toBeCloseTo(startX * Math.sin(turn) + startY * Math.cos(turn), 1)
  }
})

/** Small ones, large ones, and those that leave petals, harmonics and copies as they are. */
const STEPS = [1, 2, 3, 6, 11, 22, 33, 66, 128, 198, 254, 255]

it('shows every byte: whichever one changes, whatever it becomes, the drawing is another', () => {
  const [hash = '0x'] = hashes
  const drawn = JSON.stringify(drawRosette(hash))
  for (let at = 0; at < 32; at++) {
    for (const step of STEPS) {
      expect(JSON.stringify(drawRosette(withByte(hash, at, step))), `byte ${at} by ${step}`).not.toBe(drawn)
    }
  }
})

it('looks different for a forged receipt: no ring of it lies where the true one does', () => {
  for (const [index, hash] of hashes.entries()) {
    const rings = drawRosette(hash)
    const forged = drawRosette(keccakHex(`receipt ${index}.`))
    const same = rings.filter((ring, at) => looksLike(ring, forged[at]))
    expect(same, `receipt ${index}`).toEqual([])
  }
})

function withByte(hash: Hex, at: number, step: number): Hex {
  const bytes = bytesOf(hash)
  bytes[at] = ((bytes[at] ?? 0) + step) % 256
  return hexOf(bytes)
}

/** Whether an eye could take one ring for the other: as many petals and copies, and curves within a hair of each other. */
function looksLike(one: RosetteRing, other: RosetteRing | undefined): boolean {
  if (one.petals !== other?.petals || one.copies !== other.copies) return false
  const [here, there] = [pointsOf(one.petal), pointsOf(other.petal)]
  return here.length === there.length && here.every((number, at) => Math.abs(number - (there[at] ?? 0)) < 0.5)
}
