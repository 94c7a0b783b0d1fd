import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { blend, log10ppm, ONE, ppm } from './integers'
import { impactOf, timelinessOf } from './observe'
import { decayed } from './score'

type Vectors = {
  log10: { x: string; log10ppm: string }[]
  impact: { credits: string; I: string }[]
  ppm: { a: number; b: number; ppm: string }[]
  fold: { old: string; obs: string; alpha: string; n: number; new: string }[]
  timeliness: { latency: number; agreed: number; T: string }[]
  decay: { trust: string; days: number; now: string }[]
}
const vectors: Vectors = JSON.parse(readFileSync('test/vectors/reputation.json', 'utf8'))

it.each(vectors.log10)('log10 of $x is $log10ppm', (v) => expect(log10ppm(BigInt(v.x))).toBe(Number(v.log10ppm)))
it.each(vectors.ppm)('$a ÷ $b is $ppm', (v) => expect(ppm(BigInt(v.a), BigInt(v.b))).toBe(Number(v.ppm)))
it.each(vectors.fold)('$old towards $obs by $alpha ÷ $n is $new', (v) =>
  expect(blend(Number(v.old), Number(v.obs), Number(v.alpha), v.n)).toBe(Number(v.new)),
)
it.each(vectors.impact)('$credits credits are an impact of $I', (v) =>
  expect(impactOf(BigInt(v.credits) * 1000n + 999n)).toBe(Number(v.I)),
)
it.each(vectors.timeliness)('$latency of $agreed ms is $T', (v) =>
  expect(timelinessOf(BigInt(v.latency), BigInt(v.agreed))).toBe(Number(v.T)),
)
it.each(vectors.decay)('$trust after $days days is $now', (v) =>
  expect(decayed(Number(v.trust), v.days)).toBe(Number(v.now)),
)

it('moves in whole parts, exactly as integers of any size would, and never past what was observed', () => {
  const part = fc.integer({ min: 0, max: ONE })
  fc.assert(
    fc.property(
      part,
      part,
      fc.integer({ min: 1, max: ONE }),
      fc.integer({ min: 1, max: 10_000 }),
      (old, obs, alpha, n) => {
        const exact = BigInt(old) + (BigInt(obs - old) * BigInt(alpha)) / (1_000_000n * BigInt(n))
        const after = blend(old, obs, alpha, n)
        expect(BigInt(after)).toBe(exact)
        expect(after).toBeGreaterThanOrEqual(Math.min(old, obs))
        expect(after).toBeLessThanOrEqual(Math.max(old, obs))
      },
    ),
  )
})

it('has no logarithm of zero and no ratio to it', () => {
  expect(() => log10ppm(0n)).toThrow()
  expect(() => ppm(1n, 0n)).toThrow()
  expect(() => ppm(-1n, 2n)).toThrow()
})
