import { expect, it } from 'vitest'
import { drawRosette } from '@/components/proof/rosette-geometry'
import { lightRings } from './light-rings'

const rings = (byte: string) => drawRosette(`0x${byte.repeat(32)}`)
const weigh = (drawn: { petal: string }[]) => drawn.reduce((sum, { petal }) => sum + petal.length, 0)

it('is the beginning of the same rosette, to a tenth of a unit', () => {
  const [full, light] = [rings('7c'), lightRings(rings('7c'))]
  expect(light.map(({ petals }) => petals)).toEqual(full.slice(0, 3).map(({ petals }) => petals))
  for (const { copies } of light) expect(copies).toBeLessThanOrEqual(4)
  const numbers = (path = '') => path.match(/-?[\d.]+/g)?.map(Number) ?? []
  const [exact, rounded] = [numbers(full[0]?.petal), numbers(light[0]?.petal)]
  expect(rounded).toHaveLength(exact.length)
  for (const [index, number] of rounded.entries()) expect(Math.abs(number - (exact[index] ?? 0))).toBeLessThan(0.06)
})

it('weighs less than two thirds of it, and differs between receipts', () => {
  for (const byte of ['00', '7c', 'ff'])
    expect(weigh(lightRings(rings(byte)))).toBeLessThan((weigh(rings(byte)) * 2) / 3)
  expect(lightRings(rings('01'))).not.toEqual(lightRings(rings('02')))
})
