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
