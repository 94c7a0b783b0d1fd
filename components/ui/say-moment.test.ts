import { expect, it } from 'vitest'
import { sayMoment, sayOffset } from './say-moment'

const moment = new Date('2026-12-31T23:05:09.123Z')

it('says a moment in UTC the same everywhere', () => {
  expect(sayMoment(moment, { utc: true })).toBe('31 Dec 2026, 23:05 UTC')
  expect(sayMoment(moment, { utc: true, withDate: false })).toBe('23:05')
})

it('says where the local clock stands', () => {
  expect(sayMoment(moment)).toMatch(/^(31 Dec 2026|1 Jan 2027), \d\d:\d\d \([+-]\d\d:\d\d\)$/)
})

it.each([
  [0, '+00:00'],
  [60, '+01:00'],
  [345, '+05:45'],
  [-210, '-03:30'],
  [840, '+14:00'],
])('says %i minutes east as %s', (minutes, words) => {
  expect(sayOffset(minutes)).toBe(words)
})
