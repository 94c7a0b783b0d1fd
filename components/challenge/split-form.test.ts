import { expect, it } from 'vitest'
import { readShare } from './split-form'

it.each([
  ['50', 5_000],
  ['62.5', 6_250],
  ['33,33 %', 3_333],
  ['0', 0],
  ['100', 10_000],
  ['100.01', null],
  ['101', null],
  ['-1', null],
  ['half', null],
  ['1.234', null],
  ['', null],
])('%j percent is %s ten-thousandths', (text, bps) => {
  expect(readShare(text)).toBe(bps)
})
