import { describe, expect, it } from 'vitest'
import { sayInterval, sayMove, sayShare } from './say-number'

describe('numbers of a reputation', () => {
  it.each([
    [0, '0 %'],
    [1, '100 %'],
    [0.8234, '82.3 %'],
    [null, 'no history'],
  ])('%s reads %s', (value, says) => {
    expect(sayShare(value)).toBe(says)
  })

  it('have an interval within 0 and 100', () => {
    expect(sayInterval([-0.2, 0.95])).toBe('0 to 95 %')
    expect(sayInterval(null)).toBe('')
  })

  it.each([
    [null, 0.5, 'first seen'],
    [0.5, 0.626, 'up 12.6'],
    [0.5, 0.47, 'down 3'],
    [0.5, 0.50001, 'unmoved'],
    [0.5, null, 'taken back'],
  ])('from %s to %s: %s', (before, after, says) => {
    expect(sayMove(before, after)).toBe(says)
  })
})
