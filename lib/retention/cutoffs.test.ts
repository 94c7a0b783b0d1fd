import { describe, expect, it } from 'vitest'
import { cutoffsOf, monthsOver } from './cutoffs'

const now = new Date('2026-11-21T10:00:00.000Z')

describe('what may go', () => {
  it('is what is older than the days it is kept', () => {
    const kept = { RETENTION_EVENT_DAYS: 400, RETENTION_DELIVERY_DAYS: 90, RETENTION_LOG_DAYS: 7 }
    expect(cutoffsOf(kept, now)).toEqual({
      events: new Date('2025-10-17T10:00:00.000Z'),
      deliveries: new Date('2026-08-23T10:00:00.000Z'),
      lines: new Date('2026-11-14T10:00:00.000Z'),
    })
  })

  it('leaves events as long as deliveries show them', () => {
    const kept = { RETENTION_EVENT_DAYS: 30, RETENTION_DELIVERY_DAYS: 90, RETENTION_LOG_DAYS: 7 }
    const { events, deliveries } = cutoffsOf(kept, now)
    expect(events).toEqual(deliveries)
  })

  it.each([
    ['2026-10-31T23:59:59.999Z', ['2026-08-01', '2026-09-01']],
    ['2026-11-01T00:00:00.000Z', ['2026-08-01', '2026-09-01', '2026-10-01']],
    ['2026-08-31T00:00:00.000Z', []],
  ])('is a month once its end is before %s', (cutoff, over) => {
    const months = ['2026-10-01', '2026-08-01', '2026-09-01', '2026-11-01']
    expect(monthsOver(months, new Date(cutoff))).toEqual(over)
  })

  it('knows the end of a year', () => {
    expect(monthsOver(['2025-12-01'], new Date('2026-01-01T00:00:00.000Z'))).toEqual(['2025-12-01'])
  })
})
