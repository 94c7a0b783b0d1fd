import { describe, expect, it } from 'vitest'
import { sayRank, scoreOf, similarityOf } from './rank'

describe('the rank of an agent', () => {
  it.each([
    ['all of it', { similarity: 1, trust: 1, usefulness: 1 }, 1],
    ['nothing', { similarity: 0, trust: 0, usefulness: 0 }, 0],
    ['words alone', { similarity: 1, trust: 0, usefulness: 0 }, 0.6],
    ['trust alone', { similarity: 0, trust: 1, usefulness: 0 }, 0.3],
    ['usefulness alone', { similarity: 0, trust: 0, usefulness: 1 }, 0.1],
    ['some of each', { similarity: 0.5, trust: 0.812345, usefulness: 0.25 }, 0.568704],
  ])('of %s', (_, rank, score) => {
    expect(scoreOf(rank)).toBe(score)
  })

  it.each([
    [[], [], [], 0],
    [['a', 'b'], ['a', 'b'], [], 1],
    [['a', 'b'], ['a'], ['b'], 0.85],
    [['a', 'b'], [], ['b'], 0.35],
    [['a', 'b', 'c'], [], [], 0],
  ])('has the likeness of %j, found %j in tags and %j in text', (asked, inTags, inText, similarity) => {
    expect(similarityOf({ asked, inTags, inText })).toBeCloseTo(similarity, 12)
  })

  it('says why', () => {
    const rank = { similarity: 0.85, trust: 0.5, usefulness: 0 }
    expect(sayRank({ asked: ['latin', 'translat'], inTags: ['latin'], inText: ['translat'] }, rank)).toBe(
      '2 of 2 words (latin in its tags; translat in what it says of itself) × 0.6; trust 0.50 × 0.3',
    )
    expect(sayRank({ asked: [], inTags: [], inText: [] }, { ...rank, usefulness: 0.2 })).toBe(
      'trust 0.50 × 0.3; usefulness 0.20 × 0.1',
    )
  })
})
