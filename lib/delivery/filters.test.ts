import { describe, expect, it } from 'vitest'
import { EventTypeFilters, matches } from './filters'

describe('a filter', () => {
  it.each([
    ['*', 'anything.at-all', true],
    ['order.made', 'order.made', true],
    ['order.made', 'order.made.twice', false],
    ['order.*', 'order.made', true],
    ['order.*', 'order.item.added', true],
    ['order.item.*', 'order.item.added', true],
    ['order.*', 'orders.made', false],
    ['order.*', 'order', false],
    ['ORDER.*', 'order.made', false],
  ])('%s on %s: %s', (filter, type, expected) => expect(matches([filter], type)).toBe(expected))

  it('is one of several, and none lets nothing through', () => {
    expect(matches(['a.b', 'order.*'], 'order.made')).toBe(true)
    expect(matches([], 'order.made')).toBe(false)
  })
})

describe('filters given by a client', () => {
  it('are kept once each', () => expect(EventTypeFilters.parse(['a.b', '*', 'a.b'])).toEqual(['a.b', '*']))

  it.each([
    [[]],
    [['']],
    [['a.']],
    [['.*']],
    [['a*']],
    [['*.a']],
    [['a.*.b']],
    [['a\nb']],
    [['a b']],
    [['a'.repeat(129)]],
  ])('are refused as %j', (filters) => expect(EventTypeFilters.safeParse(filters).success).toBe(false))
})
