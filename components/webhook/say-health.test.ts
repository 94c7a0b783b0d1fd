import { expect, it } from 'vitest'
import { sayHealth, sayTypes } from './say-health'

const AT = '2026-11-20T10:00:00.000Z'
const active = {
  status: 'ACTIVE',
  disabled_reason: null,
  disabled_at: null,
  first_failure_at: null,
  last_success_at: null,
} as const

it('has a word of its own for each way an endpoint can be', () => {
  const all = [
    active,
    { ...active, last_success_at: AT },
    { ...active, last_success_at: AT, first_failure_at: AT },
    ...(['FAILING', 'GONE', 'OWNER'] as const).map((disabled_reason) => ({
      ...active,
      status: 'DISABLED' as const,
      disabled_reason,
      disabled_at: AT,
    })),
  ].map((of) => sayHealth(of))
  expect(new Set(all.map(({ word }) => word)).size).toBe(all.length)
  expect(all.map(({ look }) => look)).toEqual(['none', 'ok', 'wait', 'no', 'no', 'none'])
  expect(all[2]?.at).toEqual({ says: 'Failing since', time: AT })
})

it('names the events it gets', () => {
  expect(sayTypes(['*'])).toBe('Every event')
  expect(sayTypes(['challenge.*', 'order.placed'])).toBe('challenge.*, order.placed')
  expect(sayTypes([])).toBe('No event at all')
})
