import fc from 'fast-check'
import { expect, it } from 'vitest'
import { drawPicture, GROUNDS, INKS } from './picture-geometry'

const address = fc.stringMatching(/^0x[0-9a-f]{40}$/)
const drawn = (of: string) => JSON.stringify(drawPicture(of))

it('draws an address always alike, however it is spelled', () => {
  fc.assert(
    fc.property(address, (of) => {
      expect(drawn(of)).toBe(drawn(of))
      expect(drawn(of.toUpperCase())).toBe(drawn(of))
      expect(drawn(`did:pkh:eip155:31337:${of}`)).toBe(drawn(of))
    }),
  )
})

it('draws any two addresses apart', () => {
  const many = fc.uniqueArray(address, { minLength: 200, maxLength: 200, size: 'max' })
  fc.assert(
    fc.property(many, (addresses) => {
      expect(new Set(addresses.map(drawn)).size).toBe(addresses.length)
    }),
    { numRuns: 20 },
  )
})

it('draws a look-alike, with the same beginning and end, in other inks or another shape', () => {
  const middle = fc.stringMatching(/^[0-9a-f]{32}$/)
  fc.assert(
    fc.property(middle, middle, (one, other) => {
      fc.pre(one !== other)
      expect(drawn(`0x7099${one}79c8`)).not.toBe(drawn(`0x7099${other}79c8`))
    }),
  )
})

it('differs for every single digit that differs', () => {
  const base = '70997970c51812dc3a010c7d01b50e0d17dc79c8'
  const variants = [...base].flatMap((digit, at) =>
    [...'0123456789abcdef']
      .filter((other) => other !== digit)
      .map((other) => `0x${base.slice(0, at)}${other}${base.slice(at + 1)}`),
  )
  expect(new Set(variants.map(drawn)).size).toBe(variants.length)
})

it('stays within its square, with what is in it always to be seen', () => {
  fc.assert(
    fc.property(address, (of) => {
      const { ground, cut, ring, dot } = drawPicture(of)
      expect(GROUNDS).toContain(ground)
      for (const { ink } of [cut, ring, dot]) expect(INKS).toContain(ink)
      expect(new Set([cut.ink, ring.ink, dot.ink]).size).toBe(3)

      const away = (x: number, y: number) => Math.hypot(x - 16, y - 16)
      expect(away(dot.x, dot.y) + dot.radius).toBeLessThanOrEqual(16)
      // Some of the ring lies outside of the disc and is cut off, but never its middle.
      expect(away(ring.x, ring.y)).toBeLessThan(16)
      expect(ring.radius).toBeGreaterThan(ring.width)
      for (const [number] of cut.path.matchAll(/-?\d+(\.\d+)?/g))
        expect(Math.abs(Number(number))).toBeLessThanOrEqual(70)
    }),
  )
})
