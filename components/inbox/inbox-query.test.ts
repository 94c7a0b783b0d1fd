import { expect, it } from 'vitest'
import { toChosen, toInboxQuery } from './inbox-query'

it('reads the filter of the address, and nothing else of it', () => {
  expect(toChosen({ status: 'DEAD', type: ' order.* ', org: 'x', cursor: 'y', from: '', to: ['a', 'b'] })).toEqual({
    status: 'DEAD',
    type: 'order.*',
  })
})

it('asks the API in its own words', () => {
  expect(toInboxQuery({ status: 'DEAD', from: '2026-11-20T10:00Z', metadata: 'shop = lis=bon' })).toEqual({
    query: { status: 'DEAD', from: '2026-11-20T10:00:00.000Z', 'metadata.shop': 'lis=bon' },
  })
  expect(toInboxQuery({})).toEqual({ query: {} })
})

it('says what is wrong beside its field', () => {
  expect(toInboxQuery({ from: 'soon', metadata: 'shop' })).toEqual({
    errors: { from: 'Name a day and a time.', metadata: expect.stringContaining('order_id=order-1042') },
  })
})
