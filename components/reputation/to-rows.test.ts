import { describe, expect, it } from 'vitest'
import { toCharts, toDimensionRows } from './to-rows'
import type { HistoryView, ReputationView } from './views'

const none = { q: null, t: null, r: null, s: null, v: null, i: null, e: null }
const zero = { q: 0, t: 0, r: 0, s: 0, v: 0, i: 0, e: 0 }
const reputation = (over: object) => ({ ...none, evidence: zero, interval: none, ...over }) as unknown as ReputationView

const change = (over: Partial<HistoryView>): HistoryView => ({
  receipt_id: '0x01',
  receipt_hash: '0xh1',
  with: '0xaa',
  finalized_at: '2026-11-20T12:00:00.000Z',
  dimension: 'q',
  fold: 0,
  superseded: false,
  observation: 0.9,
  alpha_ppm: 200_000,
  n: 1,
  before: 0.5,
  after: 0.58,
  created_at: '2026-11-20T12:00:00.000Z',
  ...over,
})

describe('the seven numbers', () => {
  it('have neither value nor interval without history, rather than zero', () => {
    expect(toDimensionRows(reputation({}))).toHaveLength(7)
    for (const row of toDimensionRows(reputation({})))
      expect(row).toMatchObject({ value: null, interval: null, evidence: 0 })
  })

  it('have an interval around them that stays between 0 and 1', () => {
    const rows = toDimensionRows(
      reputation({ q: 0.9, t: 0, evidence: { ...zero, q: 3, t: 1 }, interval: { ...none, q: 0.2, t: 0 } }),
    )
    expect(rows[0]).toEqual({ dimension: 'q', value: 0.9, evidence: 3, interval: [0.7, 1] })
    expect(rows[1]).toEqual({ dimension: 't', value: 0, evidence: 1, interval: [0, 0] })
  })
})

describe('a history as charts', () => {
  it('goes from the oldest to the newest, each dimension by itself', () => {
    const charts = toCharts([
      change({ receipt_hash: '0x03', finalized_at: '2026-11-22T12:00:00.000Z', after: 0.7 }),
      change({ receipt_hash: '0x02', dimension: 'r' }),
      change({}),
    ])
    expect([...charts.keys()]).toEqual(['q', 'r'])
    expect(charts.get('q')?.map(({ after }) => after)).toEqual([0.58, 0.7])
  })

  it('has the last word on a receipt that was folded again, and nothing of one taken out', () => {
    const charts = toCharts([
      change({ receipt_hash: '0x03', fold: 1, observation: null, before: null, after: null }),
      change({ receipt_hash: '0x03', superseded: true }),
      change({ receipt_hash: '0x02', fold: 1, after: 0.6 }),
      change({ receipt_hash: '0x02', superseded: true, after: 0.4 }),
    ])
    expect(charts.get('q')).toEqual([
      { key: '0x02.1', at: Date.parse('2026-11-20T12:00:00.000Z'), after: 0.6, correction: true },
    ])
  })
})
