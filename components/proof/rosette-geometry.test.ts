import { expect, it } from 'vitest'
import { keccakHex } from '@/lib/proof/hash'
import { drawRosette } from './rosette-geometry'

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
