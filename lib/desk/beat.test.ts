import { describe, expect, it } from 'vitest'
import { gapBetween } from './beat'

const at = (seconds: number) => new Date(Date.UTC(2026, 10, 20, 12, 0, seconds))

describe('the gap between two beats', () => {
  it('is none up to 60 seconds', () => {
    expect(gapBetween(at(0), null, at(5))).toBeNull()
    expect(gapBetween(at(0), null, at(60))).toBeNull()
  })

  it('is all of it beyond that', () => {
    expect(gapBetween(at(0), null, new Date(at(60).getTime() + 1))).toEqual({
      startedAt: at(0),
      endedAt: new Date(at(60).getTime() + 1),
    })
  })

  it('leaves out what another downtime covered', () => {
    expect(gapBetween(at(0), at(70), at(90))).toEqual({ startedAt: at(70), endedAt: at(90) })
    expect(gapBetween(at(100), at(70), at(200))).toEqual({ startedAt: at(100), endedAt: at(200) })
    expect(gapBetween(at(0), at(90), at(90))).toBeNull()
    expect(gapBetween(at(0), at(95), at(90))).toBeNull()
  })
})
