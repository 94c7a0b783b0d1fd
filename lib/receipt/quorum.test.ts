import { describe, expect, it } from 'vitest'
import { decideQuorum, quorumNotMet } from './quorum'

const COMMITTEES = [1, 3, 5, 7, 9, 11, 13].flatMap((m) =>
  Array.from({ length: m - Math.floor(m / 2) }, (_, i) => ({ k: Math.floor(m / 2) + 1 + i, m })),
)

describe('a quorum', () => {
  it.each([
    // k of m, passes, fails → what it decides
    [3, 5, 0, 0, null],
    [3, 5, 2, 2, null],
    [3, 5, 2, 0, null],
    [3, 5, 3, 0, 'FINALIZED'],
    [3, 5, 3, 2, 'FINALIZED'],
    [3, 5, 5, 0, 'FINALIZED'],
    [3, 5, 0, 3, 'FAILED'],
    [3, 5, 2, 3, 'FAILED'],
    [3, 5, 0, 5, 'FAILED'],
    [5, 9, 4, 4, null],
    [5, 9, 5, 4, 'FINALIZED'],
    [5, 9, 4, 5, 'FAILED'],
    [4, 5, 3, 1, null],
    [4, 5, 3, 2, 'FAILED'],
    [4, 5, 4, 1, 'FINALIZED'],
    [5, 5, 4, 0, null],
    [5, 5, 4, 1, 'FAILED'],
    [1, 1, 1, 0, 'FINALIZED'],
    [1, 1, 0, 1, 'FAILED'],
  ] as const)('of %i of %i with %i passes and %i fails: %s', (k, m, passes, fails, decided) => {
    expect(decideQuorum({ k, m, passes, fails })).toBe(decided)
  })

  it('decides once, whatever comes after, and always when all have spoken', () => {
    for (const { k, m } of COMMITTEES) {
      for (let passes = 0; passes <= m; passes++) {
        for (let fails = 0; passes + fails <= m; fails++) {
          const decided = decideQuorum({ k, m, passes, fails })
          // Told apart by what is still possible, not by the rule's own words.
          const left = m - passes - fails
          expect(decided).toBe(passes >= k ? 'FINALIZED' : passes + left < k ? 'FAILED' : null)
          if (left === 0) {
            expect(decided).not.toBeNull()
            continue
          }
          if (decided === null) continue
          expect(decideQuorum({ k, m, passes: passes + 1, fails })).toBe(decided)
          expect(decideQuorum({ k, m, passes, fails: fails + 1 })).toBe(decided)
        }
      }
    }
  })

  it.each([
    [3, 2, 0, 0],
    [2, 4, 0, 0],
    [2, 5, 0, 0],
    [0, 0, 0, 0],
    [0, 1, 1, 0],
    [3, 5, -1, 0],
    [3, 5, 1.5, 0],
    [3, 5, Number.NaN, 0],
  ])('of %i of %i with %d and %d is no quorum', (k, m, passes, fails) => {
    expect(() => decideQuorum({ k, m, passes, fails })).toThrow()
  })

  it('says what is missing in the words clients look for', () => {
    expect(quorumNotMet(3, 2)).toBe('QUORUM_NOT_MET: needed 3, have 2')
  })
})
