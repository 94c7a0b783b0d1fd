import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exitOf, likelyByte, positionsAccepted } from './change-bundle.fixture'
import { makeBundle } from './make-bundle.fixture'

it('a bundle with one changed byte is never accepted, whichever byte it is', { timeout: 300_000 }, async () => {
  const { bytes } = await makeBundle()
  expect(await exitOf(bytes)).toBe(0)
  const seeds = fc.sample(fc.nat(), { seed: 74, numRuns: bytes.length })
  const accepted = await positionsAccepted(
    bytes,
    seeds.map((seed, at) => ({ at, value: likelyByte(bytes[at] ?? 0, seed) })),
  )
  expect(accepted).toEqual([])
})

it('nor one of bonds and a panel', { timeout: 300_000 }, async () => {
  const { bytes } = await makeBundle({ mode: 'FIRE', ending: 'redrawn' })
  expect(await exitOf(bytes)).toBe(0)
  const places = fc.sample(fc.nat(bytes.length - 1), { seed: 75, numRuns: 400 })
  const changes = places.map((at, seed) => ({ at, value: likelyByte(bytes[at] ?? 0, seed) }))
  expect(await positionsAccepted(bytes, changes)).toEqual([])
})
