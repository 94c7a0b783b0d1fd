import { expect, it } from 'vitest'
import { toJson } from './json'

it('writes amounts as decimal text and times with milliseconds', () => {
  const value = {
    amount: 2n ** 200n,
    at: new Date('2026-11-20T12:00:00Z'),
    list: [0n, -5n],
    none: undefined,
    nothing: null,
  }
  expect(toJson(value)).toBe(
    `{"amount":"${2n ** 200n}","at":"2026-11-20T12:00:00.000Z","list":["0","-5"],"nothing":null}`,
  )
})

it('writes something for nothing', () => {
  expect(toJson(undefined)).toBe('null')
})
