import { describe, expect, it } from 'vitest'
import { judge, toTable } from './table.mjs'

const figure = { name: 'x', title: 'a call', aim: { ratio: 0.6, perSecond: 1_000, p99: 200 } }
const side = (over = {}) => ({ perSecond: 1_500, p50: 20, p99: 60, errors: 0, cpuPerCall: 200, ...over })
const result = (ours = {}, bare = {}, ratio = 0.7) => ({ ours: side(ours), bare: side(bare), ratio })

const missed = (of: ReturnType<typeof result>) =>
  judge(figure, of)
    .filter(({ reached }) => !reached)
    .map(({ what }) => what)

describe('judge', () => {
  it('finds every aim reached', () => expect(missed(result())).toEqual([]))

  it.each([
    ['a ratio just below', result({}, {}, 0.599), 'ratio ≥ 0.6'],
    ['too few calls', result({ perSecond: 999 }), '≥ 1000/s'],
    ['a slow hundredth', result({ p99: 200 }), 'p99 < 200 ms'],
    ['an error of ours', result({ errors: 1 }), 'no errors'],
    ['an error of the baseline', result({}, { errors: 1 }), 'no errors'],
  ])('says of %s that it is not reached', (_, of, what) => {
    expect(missed(of)).toEqual([what])
    expect(toTable([{ figure, result: of }])).toContain(`${what} NOT REACHED`)
  })

  it('asks only for what a figure aims at', () => {
    expect(judge({ aim: { ratio: 10 } }, result()).map(({ what }) => what)).toEqual(['ratio ≥ 10', 'no errors'])
  })
})
