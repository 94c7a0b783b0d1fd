import { describe, expect, it } from 'vitest'
import { formatPosition, parsePosition, positionBefore } from './position'

const ID = '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10'

describe('a place in the log', () => {
  it('reads as it was written', () => {
    for (const position of [{ tx: 0n, id: ID }, { tx: 2n ** 64n - 1n, id: ID }, positionBefore(812n)]) {
      expect(parsePosition(formatPosition(position))).toEqual(position)
    }
  })

  it.each([
    '',
    ID,
    `:${ID}`,
    `1:${ID.slice(1)}`,
    `-1:${ID}`,
    `1:${ID} `,
    `1:${ID}\n`,
    `0x1:${ID}`,
    `${2n ** 64n}:${ID}`,
  ])('is nothing but that: %j', (text) => expect(parsePosition(text)).toBeNull())
})
