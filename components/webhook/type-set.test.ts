import { describe, expect, it } from 'vitest'
import { fromTypeSet, toTypeSet } from './type-set'

const CATALOGUE = ['challenge.sent', 'challenge.locked', 'receipt.issued']

describe('the events an endpoint gets', () => {
  it.each([
    [['*']],
    [['challenge.sent', 'receipt.*']],
    [['order.placed', 'order.*']],
    [['receipt.issued', 'order.placed']],
    [[]],
  ])('come out of the form as they went in: %j', (types) => {
    expect(fromTypeSet(toTypeSet(types, CATALOGUE))).toEqual(types)
  })

  it('are told without what a noun takes in already, and once each', () => {
    const chosen = ['challenge.sent', 'challenge.*', 'receipt.issued']
    expect(fromTypeSet({ every: false, chosen, own: ' order.placed,\norder.placed  ' })).toEqual([
      'challenge.*',
      'receipt.issued',
      'order.placed',
    ])
  })

  it('are kept in the form while every event is chosen', () => {
    expect(fromTypeSet({ every: true, chosen: ['challenge.sent'], own: 'a.b' })).toEqual(['*'])
  })
})
