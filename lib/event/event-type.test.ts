import { describe, expect, it } from 'vitest'
import { isDeskType, isTypeFilter, typeFilterOf } from './event-type'

describe('types of events', () => {
  it.each(['order', 'order.paid', 'order.*', 'a.b.c', 'a.b.*', 'A-1_x.y', `${'a'.repeat(128)}`])(
    'takes %s as a filter',
    (text) => {
      expect(isTypeFilter(text)).toBe(true)
    },
  )

  it.each(['', '*', '.', 'a.', '.a', 'a..b', 'a.*.b', '*.a', 'a*', 'a b', 'a\n', 'a.*\n', 'ä', 'a'.repeat(129)])(
    'refuses %j',
    (text) => expect(isTypeFilter(text)).toBe(false),
  )

  it('keeps the nouns of the desk to the desk', () => {
    expect(['challenge.x', 'challenge', 'receipt.a.b', 'endpoint.test', 'bond.released'].every(isDeskType)).toBe(true)
    expect(['challenges.x', 'my.challenge', 'event.published', 'Challenge.sent'].some(isDeskType)).toBe(false)
  })

  it('reads a filter as a type or as the beginning of one', () => {
    expect(typeFilterOf('a.b')).toEqual({ noun: null, type: 'a.b' })
    expect(typeFilterOf('a.*')).toEqual({ noun: 'a.', type: null })
    expect(typeFilterOf(undefined)).toEqual({ noun: null, type: null })
  })
})
