import { expect, it } from 'vitest'
import { healthOf, type Result } from './health'
import { judge } from './verdict'

const T = (seconds: number) => new Date(1_700_000_000_000 + seconds * 1_000)
const result = (endpointId: string, seconds: number, status: number | 'void'): Result => ({
  endpointId,
  eventId: `event at ${seconds}`,
  organizationId: 'organization',
  kind: 'WEBHOOK',
  type: 'order.made',
  requestId: null,
  attempts: 0,
  failures: 0,
  at: T(seconds),
  verdict: judge(
    status === 'void'
      ? { kind: 'void', reason: 'NO_CONTACT' }
      : { kind: 'answered', status, text: '', durationMs: 1, retryAfterSeconds: null },
    { failures: 0, at: T(seconds), random: 0 },
  ),
})
const iso = (seconds: number) => T(seconds).toISOString()

it('tells the last success and the first failure after it, in the order the tries ended', () => {
  const results = [result('b', 4, 500), result('b', 3, 500), result('b', 2, 200), result('b', 1, 500)]
  expect(healthOf(results)).toEqual([{ id: 'b', succeeded_at: iso(2), failed_at: iso(3) }])
})

it('tells the first of several failures, and that a success ended them', () => {
  expect(healthOf([result('b', 1, 500), result('b', 2, 404), result('a', 1, 410), result('a', 5, 204)])).toEqual([
    { id: 'a', succeeded_at: iso(5), failed_at: null },
    { id: 'b', succeeded_at: null, failed_at: iso(1) },
  ])
})

it('says nothing of an endpoint that is not to blame', () => expect(healthOf([result('a', 1, 'void')])).toEqual([]))
