import { expect, it } from 'vitest'
import { sayCount } from './say-count'

it('says a number as exactly as it is known', () => {
  expect(sayCount({ count: 1_240, exact: true })).toBe('1,240')
  expect(sayCount({ count: 0, exact: true })).toBe('0')
  expect(sayCount({ count: 1_243_881, exact: false })).toBe('about 1,200,000')
})
