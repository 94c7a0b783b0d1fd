import { expect, it } from 'vitest'
import { listHref, toChallengeFilter, toReceiptFilter } from './list-query'

it('reads a filter out of an address, and leaves out what is not one', () => {
  expect(toChallengeFilter({ status: 'INTENT_LOCKED', mode: 'SOLO', role: 'creator', cursor: 'abc' })).toEqual({
    chosen: { status: 'INTENT_LOCKED', mode: 'SOLO', role: 'creator' },
    query: { status: 'INTENT_LOCKED', mode: 'SOLO', role: 'creator', limit: '30' },
    cursor: 'abc',
  })
  expect(toChallengeFilter({ status: 'nope', mode: ['SOLO', 'FIRE'], role: '', cursor: '' })).toEqual({
    chosen: {},
    query: { limit: '30' },
    cursor: null,
  })
})

it('open and waiting are no statuses, but are chosen like one', () => {
  expect(toChallengeFilter({ status: 'open' })).toMatchObject({ chosen: { status: 'open' }, query: { open: 'true' } })
  expect(toChallengeFilter({ status: 'waiting' }).query).toEqual({ waiting: 'true', limit: '30' })
})

it('receipts are one’s own unless everybody’s are asked for, and everybody’s for nobody', () => {
  expect(toReceiptFilter({}, true).query).toEqual({ mine: 'true', limit: '30' })
  expect(toReceiptFilter({ whose: 'everybody' }, true)).toMatchObject({
    chosen: { whose: 'everybody' },
    query: { limit: '30' },
  })
  expect(toReceiptFilter({ whose: 'everybody' }, false)).toMatchObject({ chosen: {}, query: { limit: '30' } })
  expect(toReceiptFilter({ kind: 'task', status: 'PENDING' }, true)).toMatchObject({
    chosen: { kind: 'task', status: 'PENDING' },
    query: { mine: 'true', kind: 'task', status: 'PENDING', limit: '30' },
  })
  expect(toReceiptFilter({ kind: 'other', status: 'DRAFT' }, true).query).toEqual({ mine: 'true', limit: '30' })
})

it('an address names the filter, and a cursor where there is one', () => {
  expect(listHref('/challenges', {})).toBe('/challenges')
  expect(listHref('/challenges', { status: 'open' }, 'a+b')).toBe('/challenges?status=open&cursor=a%2Bb')
})
