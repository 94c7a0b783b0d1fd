import { describe, expect, it } from 'vitest'
import { fairDue } from './fair-due'

const at = (hour: number) => new Date(Date.UTC(2027, 0, 1, hour))
const away = (from: number, to: number) => ({ startedAt: at(from), endedAt: at(to) })

describe('fairDue', () => {
  it.each([
    ['nothing happened', [], 10],
    ['it was away within', [away(3, 5)], 12],
    ['it went away before it began', [away(-2, 1)], 11],
    ['it came back after the end', [away(9, 20)], 21],
    ['all of it was before', [away(-5, 0)], 10],
    ['all of it was after', [away(10, 15)], 10],
    ['the second falls into the time the first added', [away(8, 10), away(11, 13)], 14],
    ['the second is after both', [away(2, 3), away(11, 13)], 11],
  ])('when %s', (_, downtimes, hour) => {
    expect(fairDue(at(0), at(10), downtimes)).toEqual(at(hour))
  })
})
