import { expect, it } from 'vitest'
import { toText } from './read-start'
import { readRetryAfter } from './retry-after'

const NOW = new Date('2026-11-22T10:00:00.500Z')

it.each([
  ['120', 120],
  [' 0 ', 0],
  ['Sun, 22 Nov 2026 10:01:00 GMT', 60],
  ['Sunday, 22-Nov-26 10:01:00 GMT', 60],
  ['Sun Nov 22 10:01:00 2026', 60],
  ['Sun, 22 Nov 2026 09:00:00 GMT', 0],
  ['-5', null],
  ['1.5', null],
  ['soon', null],
  ['99999999999', null],
  ['', null],
  [null, null],
])('%j means %j seconds', (value, seconds) => {
  expect(readRetryAfter(value, NOW)).toBe(seconds)
})

it('shows bytes as text whatever they are', () => {
  expect(toText(Buffer.from('<b>ok</b>'))).toBe('<b>ok</b>')
  expect(toText(Buffer.from([0x61, 0, 0xff]))).toBe('a\ufffd\ufffd')
  expect(toText(Buffer.concat([Buffer.alloc(1_023, 'a'), Buffer.from('é')]).subarray(0, 1_024))).toBe('a'.repeat(1_023))
})
