import { describe, expect, it } from 'vitest'
import { HEIGHT, merge, niceTop, pathOf, pointAt, stepOf, WIDTH, xOf } from './chart-geometry'

describe('minutes put together', () => {
  it('are at most as many points as can be told apart', () => {
    for (const minutes of [1, 60, 360, 1_440]) expect(Math.ceil(minutes / stepOf(minutes))).toBeLessThanOrEqual(120)
    expect(stepOf(60)).toBe(1)
  })
  it('add up to the same count, the last part too', () => {
    const values = Array.from({ length: 50 }, (_, i) => i)
    expect(merge(values, 12, 'sum').reduce<number>((sum, value) => sum + (value ?? 0), 0)).toBe(1_225)
    expect(merge(values, 12, 'sum')).toHaveLength(5)
  })
  it('are the longest of durations, and nothing of nothing', () => {
    expect(merge([1, null, 7, null, null], 3, 'longest')).toEqual([7, null])
    expect(merge([null, null], 2, 'sum')).toEqual([null])
  })
})

it.each([
  [[], 1],
  [[0, null], 1],
  [[1], 1],
  [[1.1], 2],
  [[3], 5],
  [[10], 10],
  [[11], 20],
  [[4_999, 5_001], 10_000],
])('the top of %o is %s', (values, top) => expect(niceTop(values)).toBe(top))

describe('a line', () => {
  it('goes from edge to edge, zero at the bottom', () => {
    expect(pathOf([0, 5, 10], 10)).toBe(`M0 ${HEIGHT}L${WIDTH / 2} ${HEIGHT / 2}L${WIDTH} 0`)
  })
  it('breaks where nothing was measured, and shows what stands alone', () => {
    expect(pathOf([10, 10, null, 10, null, 0, 0], 10)).toBe('M0 0L100 0M300 0h1M500 120L600 120')
    expect(pathOf([null, null], 1)).toBe('')
  })
  it('stays in the picture', () => expect(pathOf([99], 10)).toBe('M0 0h1'))
})

it('the point under the pointer is the nearest one', () => {
  expect([0, 0.49, 0.51, 1, 7, -1].map((share) => pointAt(share, 3))).toEqual([0, 1, 1, 2, 2, 0])
  expect(xOf(pointAt(0.5, 1), 1)).toBe(0)
})
