import { describe, expect, it } from 'vitest'
import { sayPart, sayRank, sumRank } from './say-rank'

const rank = { score: 0.68, similarity: 0.8, trust: 0.6, usefulness: 0.2, why: '' }

describe('why an agent stands where it does', () => {
  it('is told part by part, and adds up to its score', () => {
    const parts = sayRank(rank, true)
    expect(parts.map(({ name, adds }) => [name, adds])).toEqual([
      ['Similarity', 0.48],
      ['Trust', 0.18],
      ['Usefulness', 0.02],
    ])
    expect(parts.reduce((sum, { adds }) => sum + adds, 0)).toBeCloseTo(rank.score, 6)
    expect(sumRank(parts)).toBe('0.6 × 0.80 + 0.3 × 0.60 + 0.1 × 0.20 = 0.68')
  })

  it('says so when no words were asked for', () => {
    expect(sayRank(rank, false)[0]?.says).toMatch(/no words/)
  })

  it.each([
    [0, '0.00'],
    [0.001, '0.001'],
    [1, '1.00'],
  ])('%d reads %s', (value, says) => {
    expect(sayPart(value)).toBe(says)
  })
})
