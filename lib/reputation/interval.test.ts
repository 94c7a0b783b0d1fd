import { expect, it } from 'vitest'
import { intervalOf } from './interval'

it.each([
  [500_000, 0, 0.49],
  [500_000, 96, 0.098],
  [900_000, 5, 0.196],
  [0, 3, 0],
  [1_000_000, 3, 0],
])('%i after %i receipts is ± %d', (ppm, n, half) => expect(intervalOf(ppm, n)).toBe(half))
