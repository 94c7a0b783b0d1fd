import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { bundleSchema, sealHash } from './bundle'
import { exitOf, likelyByte, positionsAccepted } from './change-bundle.fixture'
import { makeBundle } from './make-bundle.fixture'
import { DESK } from './sign.fixture'

describe('a bundle', () => {
  it('is sealed over everything but the desk’s signature', async () => {
    const { bundle, bytes } = await makeBundle()
    expect(bundleSchema.parse(JSON.parse(new TextDecoder().decode(bytes)))).toEqual(bundle)
    expect(sealHash({ ...bundle, desk: { address: DESK, signature: '0x' } })).toBe(sealHash(bundle))
    expect(sealHash({ ...bundle, funds: [] })).not.toBe(sealHash(bundle))
  })

  it('is never written with an unknown field', async () => {
    const { bundle } = await makeBundle()
    expect(bundleSchema.safeParse({ ...bundle, wallet: DESK }).success).toBe(false)
    expect(
      bundleSchema.safeParse({ ...bundle, funds: bundle.funds.map((proof) => ({ ...proof, wallet: DESK })) }).success,
    ).toBe(false)
  })
})

describe('a bundle with one changed byte', { timeout: 300_000 }, () => {
  let bytes: Uint8Array
  beforeAll(async () => {
    bytes = (await makeBundle()).bytes
    expect(await exitOf(bytes)).toBe(0)
  })

  it('is never accepted, whichever bit it is', async () => {
    const positions = fc.sample(fc.nat(bytes.length - 1), { seed: 75, numRuns: 300 })
    const flips = positions.flatMap((at) =>
      Array.from({ length: 8 }, (_, bit) => ({ at, value: (bytes[at] ?? 0) ^ (1 << bit) })),
    )
    expect(await positionsAccepted(bytes, flips)).toEqual([])
  })

  it('is never accepted with a byte more or less', async () => {
    const positions = fc.sample(fc.nat(bytes.length - 1), { seed: 76, numRuns: 300 })
    for (const at of positions) {
      expect(await exitOf(Uint8Array.from([...bytes.subarray(0, at), ...bytes.subarray(at + 1)]))).not.toBe(0)
      expect(await exitOf(Uint8Array.from([...bytes.subarray(0, at), 0x30, ...bytes.subarray(at)]))).not.toBe(0)
    }
  })
})

describe.each([
  ['SOLO', { mode: 'SOLO' }],
  ['ended by the clock', { ending: 'clock' }],
  ['redacted', { redacted: true }],
  ['not anchored yet', { mode: 'SOLO', redacted: true, anchoredOn: 'nowhere' }],
] as const)('a bundle that is %s', { timeout: 300_000 }, (_, recipe) => {
  it('is never accepted with one changed byte', async () => {
    const { bytes } = await makeBundle(recipe)
    expect(await exitOf(bytes)).toBe(0)
    const changes = fc.sample(fc.tuple(fc.nat(bytes.length - 1), fc.nat()), { seed: 77, numRuns: 150 })
    const accepted = await positionsAccepted(
      bytes,
      changes.map(([at, seed]) => ({ at, value: likelyByte(bytes[at] ?? 0, seed) })),
    )
    expect(accepted).toEqual([])
  })
})
