import { describe, expect, it } from 'vitest'
import { byMonth, sayAge, sayBytes, sayCount } from './say'

describe('what operators read', () => {
  it.each([
    [0, '0 s'],
    [119, '119 s'],
    [120, '2 min'],
    [7_199, '119 min'],
    [7_200, '2 h'],
    [172_800, '2 days'],
  ])('%i seconds are %s', (seconds, text) => expect(sayAge(seconds)).toBe(text))

  it.each([
    [0, '0 B'],
    [1023, '1023 B'],
    [1536, '1.5 KiB'],
    [20 * 1024 ** 2, '20 MiB'],
    [3 * 1024 ** 5, '3072 TiB'],
  ])('%i bytes are %s', (bytes, text) => expect(sayBytes(bytes)).toBe(text))

  it('counts', () => {
    expect([sayCount(1, 'dispute'), sayCount(1200, 'reply', 'replies')]).toEqual(['1 dispute', '1,200 replies'])
  })

  it('puts partitions together by month, the catch-all last', () => {
    const one = (table: string, month: string | null) => ({ table, month, rows: 2, bytes: 10 })
    const months = byMonth([
      one('events', null),
      one('events', '2026-10-01'),
      one('deliveries', '2026-10-01'),
      one('events', '2026-11-01'),
    ])
    expect(months.map(({ month, bytes }) => [month, bytes])).toEqual([
      ['2026-11-01', 10],
      ['2026-10-01', 20],
      [null, 10],
    ])
    expect(months[1]?.rows).toEqual({ events: 2, deliveries: 2 })
  })
})
