import { describe, expect, it } from 'vitest'
import { growAfter, planRange, shrinkAfter } from './plan-range'

const cursor = (at: number, confirmed: number) => ({
  at: { number: at, hash: `0x${'00'.repeat(32)}` as const },
  confirmed,
})
const heads = (newest: number, final: number) => ({ newest: { number: newest }, final: { number: final } })

describe('the next range of blocks', () => {
  it.each([
    ['what is final comes first', cursor(100, 50), heads(120, 70), { from: 51, to: 70, final: true }],
    ['then what is new', cursor(100, 70), heads(120, 70), { from: 101, to: 120, final: false }],
    ['nothing', cursor(120, 70), heads(120, 70), null],
    ['nothing, behind a provider that lags', cursor(120, 70), heads(110, 60), null],
    ['no more than is answered at once', cursor(0, 0), heads(10_000, 9_000), { from: 1, to: 100, final: true }],
    ['no more of what is new either', cursor(0, 0), heads(10_000, 0), { from: 1, to: 100, final: false }],
    ['all at once where a block is final at once', cursor(5, 5), heads(9, 9), { from: 6, to: 9, final: true }],
  ])('%s', (_, at, chain, expected) => expect(planRange(at, chain, 100)).toEqual(expected))
})

describe('the size of ranges', () => {
  it('halves what was refused, down to one block', () => {
    const size = { value: 1_000 }
    expect(shrinkAfter(size, { from: 1, to: 300, final: true })).toBe(true)
    expect(size.value).toBe(150)
    expect(shrinkAfter(size, { from: 1, to: 1, final: true })).toBe(false)
    expect(size.value).toBe(1)
  })

  it('grows after whole ranges only', () => {
    const size = { value: 100 }
    growAfter(size, { from: 1, to: 50, final: false })
    expect(size.value).toBe(100)
    growAfter(size, { from: 1, to: 100, final: true })
    expect(size.value).toBe(200)
    for (let i = 0; i < 20; i++) growAfter(size, { from: 1, to: size.value, final: true })
    expect(size.value).toBe(10_000)
  })
})
