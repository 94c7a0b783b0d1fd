import { describe, expect, it } from 'vitest'
import { readLocalTime, sayLocalTime, sayUntil, toLocalText } from './local-time'

const iso = (text: string, zone: string) => {
  const read = readLocalTime(text, zone)
  return 'at' in read ? [read.at.toISOString(), read.twice] : read.error
}

describe('a time typed without an offset', () => {
  it.each([
    ['2026-11-24T12:00', 'UTC', '2026-11-24T12:00:00.000Z'],
    ['2026-11-24T12:00', 'Europe/Berlin', '2026-11-24T11:00:00.000Z'],
    ['2026-07-24T12:00', 'Europe/Berlin', '2026-07-24T10:00:00.000Z'],
    ['2026-11-24T12:00', 'America/New_York', '2026-11-24T17:00:00.000Z'],
    ['2026-11-24T12:00', 'Asia/Kathmandu', '2026-11-24T06:15:00.000Z'],
    ['2026-11-24T00:30', 'Pacific/Kiritimati', '2026-11-23T10:30:00.000Z'],
    ['2026-11-24T23:30', 'Pacific/Niue', '2026-11-25T10:30:00.000Z'],
    ['2028-02-29T00:00', 'UTC', '2028-02-29T00:00:00.000Z'],
  ])('%s in %s is %s', (text, zone, expected) => {
    expect(iso(text, zone)).toEqual([expected, false])
  })

  it.each([
    ['2026-03-29T02:30', 'Europe/Berlin'],
    ['2026-03-29T02:00', 'Europe/Berlin'],
    ['2026-03-08T02:59', 'America/New_York'],
    // Half an hour only.
    ['2026-10-04T02:15', 'Australia/Lord_Howe'],
    // A whole day: Samoa crossed the date line.
    ['2011-12-30T12:00', 'Pacific/Apia'],
  ])('%s does not exist in %s', (text, zone) => {
    expect(iso(text, zone)).toMatch(/does not exist/)
  })

  it.each([
    ['2026-10-25T02:30', 'Europe/Berlin', '2026-10-25T00:30:00.000Z'],
    ['2026-11-01T01:30', 'America/New_York', '2026-11-01T05:30:00.000Z'],
    ['2026-04-05T01:45', 'Australia/Lord_Howe', '2026-04-04T14:45:00.000Z'],
  ])('%s comes twice in %s: the earlier one is taken', (text, zone, expected) => {
    expect(iso(text, zone)).toEqual([expected, true])
  })

  it.each([
    ['2026-03-29T01:59', '2026-03-29T00:59:00.000Z'],
    ['2026-03-29T03:00', '2026-03-29T01:00:00.000Z'],
    ['2026-10-25T01:59', '2026-10-24T23:59:00.000Z'],
    ['2026-10-25T03:00', '2026-10-25T02:00:00.000Z'],
  ])('next to the change, %s is plain', (text, expected) => {
    expect(iso(text, 'Europe/Berlin')).toEqual([expected, false])
  })

  it.each([
    '',
    'tomorrow',
    '2026-02-31T12:00',
    '2026-13-01T12:00',
    '2026-11-24',
    '2026-11-24T24:00',
    '2026-11-24T12:60',
  ])('refuses “%s”', (text) => {
    expect(iso(text, 'Europe/Berlin')).toBe('Give a date and a time.')
  })

  it('comes back as it was typed, all through a year', () => {
    for (const zone of ['Europe/Berlin', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu']) {
      for (let ms = Date.UTC(2026, 0, 1); ms < Date.UTC(2027, 0, 1); ms += 4 * 3_600_000 - 1_800_000) {
        const read = readLocalTime(toLocalText(new Date(ms), zone), zone)
        if ('error' in read) throw new Error(`${new Date(ms).toISOString()} in ${zone}: ${read.error}`)
        if (!read.twice) expect(read.at.getTime()).toBe(ms)
      }
    }
  })
})

describe('a time in words', () => {
  it('names the offset of that day, not of today', () => {
    expect(sayLocalTime(new Date('2026-11-24T11:00:00Z'), 'Europe/Berlin')).toBe('Tue 24 Nov 2026, 12:00 (UTC+01:00)')
    expect(sayLocalTime(new Date('2026-07-24T10:00:00Z'), 'Europe/Berlin')).toBe('Fri 24 Jul 2026, 12:00 (UTC+02:00)')
    expect(sayLocalTime(new Date('2026-11-24T03:30:00Z'), 'America/St_Johns')).toBe(
      'Tue 24 Nov 2026, 00:00 (UTC−03:30)',
    )
  })

  it('says how long it is until then', () => {
    const now = new Date('2026-11-21T12:00:00Z')
    const later = (minutes: number) => sayUntil(new Date(now.getTime() + minutes * 60_000), now)
    expect([0, -5].map(later)).toEqual(['already past', 'already past'])
    expect(later(0.2)).toBe('in less than a minute')
    expect(later(1)).toBe('in 1 minute')
    expect(later(119)).toBe('in 119 minutes')
    expect(later(120)).toBe('in 2 hours')
    expect(later(71 * 60)).toBe('in 71 hours')
    expect(later(72 * 60)).toBe('in 3 days')
    expect(later(33 * 24 * 60)).toBe('in 33 days')
  })
})
