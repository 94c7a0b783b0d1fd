import { describe, expect, it } from 'vitest'
import { BONDED, DESK, FEED, MODERATOR, ORACLE, OWN, typed } from './desk.fixture'
import { readResolution } from './read-resolution'
import { EMPTY_RESOLUTION, type Errors, type FormValues, type ResolutionText } from './values'

function read(resolution: Partial<ResolutionText>, over: Partial<FormValues> = {}) {
  const errors: Errors = {}
  const values = typed({ ...BONDED, ...over, resolution: { ...EMPTY_RESOLUTION, ...resolution } })
  return { body: readResolution(values, DESK, errors), errors }
}

describe('who says how it ended', () => {
  it('is both of them when nothing else is said', () => {
    expect(read({})).toEqual({ body: { strategy: 'MUTUAL' }, errors: {} })
  })

  it('is an oracle by its own decimals and in UTC', () => {
    expect(read(ORACLE)).toEqual({
      body: {
        strategy: 'ORACLE',
        oracle: {
          feed: FEED,
          comparator: 'gte',
          threshold: '250050000000',
          not_before: '2026-12-01T11:00:00.000Z',
          max_age_seconds: 21_600,
        },
      },
      errors: {},
    })
  })

  it('is a panel whose majority decides', () => {
    expect(read({ strategy: 'COMMITTEE', seats: '5', struck: `${MODERATOR}\n${MODERATOR}, ${OWN}` }).body).toEqual({
      strategy: 'COMMITTEE',
      panel: { k: 3, m: 5, struck: [MODERATOR, OWN] },
    })
  })

  it('is what the mode has: a strategy of another is kept in the form only', () => {
    expect(read({ strategy: 'MODERATOR', moderator: MODERATOR }, { mode: 'SOLO' }).body).toEqual({ strategy: 'MUTUAL' })
    expect(read(ORACLE, { mode: 'GATEKEEPER' }).body).toEqual({ strategy: 'MUTUAL' })
  })

  it.each<[string, Partial<ResolutionText>, string]>([
    ['an oracle without a figure', { ...ORACLE, threshold: '' }, 'resolution.threshold'],
    ['an oracle that would answer nothing', { ...ORACLE, threshold: '0' }, 'resolution.threshold'],
    ['an oracle about the past', { ...ORACLE, notBefore: '2026-11-01T12:00' }, 'resolution.notBefore'],
    ['an oracle without a time', { ...ORACLE, notBefore: '' }, 'resolution.notBefore'],
    ['an oracle waited for without end', { ...ORACLE, maxAgeHours: '9999' }, 'resolution.maxAgeHours'],
    ['nobody', { strategy: 'MODERATOR' }, 'resolution.moderator'],
    ['yourself', { strategy: 'MODERATOR', moderator: OWN }, 'resolution.moderator'],
    ['a name struck that is none', { strategy: 'COMMITTEE', struck: 'ann' }, 'resolution.struck'],
  ])('is not %s', (_, resolution, field) => {
    expect(Object.keys(read(resolution).errors)).toEqual([field])
  })
})
