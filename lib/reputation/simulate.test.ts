import { expect, it } from 'vitest'
import { sayGains, simulate, simulateBonded } from './simulate'

const gains = simulate()
const of = (name: string) => {
  const found = gains.find((gain) => gain.name === name)
  if (!found) throw new Error(`There is no ${name}`)
  return found
}

it('leaves an honest trader with thirty clients ahead of every trick', () => {
  const { trustPrime } = of('honest')
  expect(trustPrime).toBeGreaterThan(840_000)
  const tricks = gains.filter(({ name, isLimit }) => name !== 'honest' && !isLimit)
  expect(tricks).toHaveLength(5)
  for (const trick of tricks) expect(trick.trustPrime, trick.name).toBeLessThan(trustPrime - 50_000)
})

it('gives a pair that deals with itself a sixth of what full marks would be worth', () => {
  expect(of('self-dealing pair')).toMatchObject({ deals: 500, counterparties: 1 })
  expect(of('self-dealing pair').gain).toBeGreaterThan(0)
  expect(of('self-dealing pair').gain).toBeLessThan(500_000 / 6)
})

it('gives a ring of ten no more than nine counterparties are worth', () => {
  expect(of('ring of ten')).toMatchObject({ deals: 180, counterparties: 9 })
  expect(of('ring of ten').gain).toBeLessThan((500_000 * 9) / 14)
})

it('gives a thousand deals of one cent what five counterparties are worth', () => {
  expect(of('thousand cents')).toMatchObject({ deals: 1000, counterparties: 5 })
  expect(of('thousand cents').gain).toBeLessThan(250_000)
})

it('lets whoever begins anew begin at a half: better than a bad name, worth nothing', () => {
  expect(of('before whitewashing').trustPrime).toBeLessThan(300_000)
  expect(of('whitewash')).toMatchObject({ deals: 0, trust: 500_000, gain: 0 })
})

it('damps what the same two repeat: from ten deals to a thousand adds less than 20 000 ppm', () => {
  const [few, many] = [simulateBonded(10, 1), simulateBonded(1000, 1)]
  expect(many.gain - few.gain).toBeLessThan(20_000)
  expect(many.trustPrime).toBeLessThan(of('honest').trustPrime)
})

it('is told in one line each', () => {
  expect(sayGains(gains)).toHaveLength(gains.length)
  expect(sayGains(gains)[0]).toMatch(
    /^honest +30 deals +30 counterparties +trust 0\.\d{6} +trust′ 0\.\d{6} +\+0\.\d{6}/,
  )
})
