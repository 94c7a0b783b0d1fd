import { expect, it } from 'vitest'
import { REASONS, readReason, storable, toReason, toSenderReason } from './reasons'

it('keeps a word with its sentence and reads it back', () => {
  for (const [word, sentence] of Object.entries(REASONS)) {
    expect(toReason(word)).toBe(`${word}: ${sentence}`)
    expect(readReason(toReason(word))).toEqual({ code: word, text: sentence })
    expect(readReason(word)).toEqual({ code: word, text: sentence })
  }
  expect(readReason(toReason('HTTP_502'))).toEqual({ code: 'HTTP_502', text: 'The endpoint answered 502.' })
  expect(readReason(toReason('NACK', 'Out of stock:\nnone left'))).toEqual({
    code: 'NACK',
    text: 'Out of stock:\nnone left',
  })
})

it.each([
  ['something odd', { code: 'OTHER', text: 'something odd' }],
  ['', { code: 'OTHER', text: '' }],
  ['toString', { code: 'OTHER', text: 'toString' }],
])('reads %j without tripping', (reason, expected) => expect(readReason(reason)).toEqual(expected))

it('lets a sender use our words, and no others', () => {
  expect(toSenderReason('NO_ANSWER', 'TIMEOUT')).toBe('TIMEOUT: No answer within 15 seconds.')
  expect(toSenderReason('NO_ANSWER', 'MADE_UP: Hm.')).toBe('NO_ANSWER: MADE_UP: Hm.')
})

it('makes text storable', () => {
  expect(storable('a\0b\uDC00', 10)).toBe('a\uFFFDb\uFFFD')
  expect(storable('😀😀', 3)).toBe('😀\uFFFD')
})
