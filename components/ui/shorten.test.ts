import fc from 'fast-check'
import { expect, it } from 'vitest'
import { shorten } from './shorten'

it('keeps the ends', () => {
  expect(shorten('0x70997970C51812dc3A010C7d01b50e0d17dc79C8', 6, 4)).toBe('0x7099…79C8')
})

it('never makes anything longer, nor shortens by nothing', () => {
  fc.assert(
    fc.property(fc.string(), fc.integer({ min: 1, max: 12 }), fc.integer({ min: 1, max: 12 }), (text, first, last) => {
      const short = shorten(text, first, last)
      expect(short === text || short.length < text.length).toBe(true)
      expect(text.startsWith(short.split('…')[0] ?? '') || short === text).toBe(true)
    }),
  )
})
