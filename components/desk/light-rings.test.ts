import { expect, it } from 'vitest'
import { drawRosette } from '@/components/proof/rosette-geometry'
import { lightRings } from './light-rings'

const hash = (byte: string) => `0x${byte.repeat(32)}` as const

it('is drawn from the same petals, in whole circles', () => {
  const rings = drawRosette(hash('7c'))
  const light = lightRings(rings)
  expect(light).toHaveLength(2)
  for (const [index, { turns }] of light.entries()) {
    const { petals } = rings[index * 2] as (typeof rings)[number]
    expect(turns).toHaveLength(petals * 2 - 1)
    expect(Math.max(...turns)).toBeLessThan(360)
    expect(new Set(turns).size).toBe(turns.length)
  }
})

it('weighs less than a fifth of the whole drawing, and differs between receipts', () => {
  for (const byte of ['00', '7c', 'ff']) {
    const full = drawRosette(hash(byte)).reduce((sum, { petal, petals }) => sum + petal.length * petals, 0)
    const light = lightRings(drawRosette(hash(byte))).reduce((sum, { petal }) => sum + petal.length, 0)
    expect(light).toBeLessThan(full / 5)
    expect(light).toBeLessThan(4_000)
  }
  expect(lightRings(drawRosette(hash('01')))).not.toEqual(lightRings(drawRosette(hash('02'))))
})
