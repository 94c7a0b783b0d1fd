import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sayLeft, saySoon } from './say-left'

const SECOND = 1_000
const MINUTE = 60 * SECOND
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

describe('how long is left', () => {
  it.each([
    [29 * DAY + 22 * HOUR + 59 * MINUTE, '29 d 22 h'],
    [DAY, '1 d 0 h'],
    [DAY - SECOND, '23 h 59 min'],
    [3 * HOUR + 5 * MINUTE, '3 h 05 min'],
    [HOUR - SECOND, '59 min 59 s'],
    [MINUTE, '1 min 00 s'],
    [MINUTE - 1, '59 s'],
    [SECOND, '1 s'],
    [SECOND - 1, 'Time is up'],
    [0, 'Time is up'],
    [-DAY, 'Time is up'],
  ])('of %i ms is %s', (left, words) => {
    expect(sayLeft(left)).toBe(words)
  })
})

describe('what is said aloud', () => {
  it('is an hour, ten minutes, one minute and the end', () => {
    expect(saySoon(HOUR, 'Ends in')).toBe('Ends in one hour')
    expect(saySoon(10 * MINUTE)).toBe('ten minutes left')
    expect(saySoon(MINUTE)).toBe('one minute left')
    expect(saySoon(0, 'Ends in')).toBe('Ends in: time is up')
    expect(saySoon(0)).toBe('time is up')
  })

  it('is nothing at other times', () => {
    for (const left of [2 * HOUR, HOUR + 1, HOUR - 20 * SECOND, 11 * MINUTE, 2 * MINUTE, 30 * SECOND, -MINUTE]) {
      expect(saySoon(left)).toBeNull()
    }
  })

  it('changes at most once for each moment while a clock ticks down', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 999 }), (lag) => {
        const ticks = Array.from({ length: 3_700 }, (_, second) => saySoon(3_650 * SECOND - second * SECOND + lag))
        const said = ticks.filter((words, tick) => words !== null && words !== ticks[tick - 1])
        expect(said).toEqual(['one hour left', 'ten minutes left', 'one minute left', 'time is up'])
      }),
      { numRuns: 20 },
    )
  })
})
