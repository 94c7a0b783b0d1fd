import { expect, it } from 'vitest'
import { decideNumbers } from './count-desk'

it('counts what can be counted, and says where it only estimates', () => {
  const counted = { receipts: 11, finalized: 11, anchored: 4 }
  expect(decideNumbers(counted, { receipts: 900, finalized: 800, anchored: 4 }, 10)).toEqual({
    receipts: { count: 900, exact: false },
    finalized: { count: 800, exact: false },
    anchored: { count: 4, exact: true },
  })
  expect(decideNumbers({ ...counted, receipts: 10, finalized: 0 }, null, 10).receipts).toEqual({
    count: 10,
    exact: true,
  })
})

it('never estimates less than there certainly is', () => {
  const old = { receipts: 0, finalized: 3, anchored: 0 }
  expect(decideNumbers({ receipts: 11, finalized: 11, anchored: 0 }, old, 10).receipts).toEqual({
    count: 11,
    exact: false,
  })
})
