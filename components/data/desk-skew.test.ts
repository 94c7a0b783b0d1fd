import { expect, it } from 'vitest'
import { learnSkew } from './desk-skew'

it('is not put back by an answer that has grown old, whichever way the browser’s clock is wrong', () => {
  // This browser is five minutes ahead of its desk.
  const answered = Date.parse('2026-11-21T12:00:00Z')
  const clock = (secondsLater: number) => answered + (secondsLater + 300) * 1_000
  expect(learnSkew(answered, clock(2))).toBe(-302_000)
  expect(learnSkew(answered, clock(7_200))).toBe(-302_000)
  expect(learnSkew(answered + 60_000, clock(60))).toBe(-300_000)
})
