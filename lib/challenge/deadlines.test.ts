import { describe, expect, it } from 'vitest'
import { addSeconds } from '@/lib/clock'
import {
  deadlineOf,
  endingOf,
  fixDeadlines,
  fromDeadlinesJson,
  shiftLater,
  toDeadlinesJson,
  warningOf,
} from './deadlines'
import { STATUSES } from './state'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const HOUR = 3600
const DAY = 24 * HOUR
const plus = (seconds: number) => addSeconds(NOW, seconds)
const wanted = { expiresAt: null, resolutionDueAt: null, enforced: null }

describe('the times a revision fixes', () => {
  it('GATEKEEPER: 72 h to accept, 30 days to end', () => {
    expect(fixDeadlines({ mode: 'GATEKEEPER', ...wanted }, NOW)).toEqual({
      accept: plus(72 * HOUR),
      deposit: null,
      response: null,
      resolution: plus(72 * HOUR + 30 * DAY),
      disputeSeconds: 72 * HOUR,
    })
  })

  it('FIRE: an hour to deposit, 72 h to end', () => {
    expect(fixDeadlines({ mode: 'FIRE', ...wanted }, NOW)).toMatchObject({
      deposit: plus(73 * HOUR),
      response: null,
      resolution: plus(145 * HOUR),
    })
  })

  it('ENFORCED: a quarter of an hour to accept, its own response time', () => {
    const times = fixDeadlines(
      { mode: 'ENFORCED', ...wanted, enforced: { response_timeout_seconds: 600, dispute_timeout_seconds: HOUR } },
      NOW,
    )
    expect(times).toMatchObject({
      accept: plus(900),
      deposit: plus(900 + HOUR),
      response: plus(900 + HOUR + 600),
      disputeSeconds: HOUR,
    })
    expect(times.resolution).toEqual(plus(900 + HOUR + 600 + 72 * HOUR))
  })

  it('takes the times the creator chose', () => {
    const chosen = {
      mode: 'GATEKEEPER' as const,
      expiresAt: plus(HOUR),
      resolutionDueAt: plus(2 * HOUR),
      enforced: null,
    }
    expect(fixDeadlines(chosen, NOW)).toMatchObject({ accept: plus(HOUR), resolution: plus(2 * HOUR) })
  })

  it('closes acceptance no later than the end', () => {
    expect(fixDeadlines({ mode: 'GATEKEEPER', ...wanted, resolutionDueAt: plus(HOUR) }, NOW).accept).toEqual(plus(HOUR))
  })

  it('leaves half of what is left to accept when bonds must be settled soon', () => {
    const fire = fixDeadlines({ mode: 'FIRE', ...wanted, resolutionDueAt: plus(3 * HOUR) }, NOW)
    expect(fire).toMatchObject({ accept: plus(HOUR), deposit: plus(2 * HOUR), resolution: plus(3 * HOUR) })
    const enforced = fixDeadlines(
      {
        mode: 'ENFORCED',
        expiresAt: null,
        resolutionDueAt: plus(3 * HOUR),
        enforced: { response_timeout_seconds: 6900 },
      },
      NOW,
    )
    expect(enforced).toMatchObject({ accept: plus(120), response: plus(120 + HOUR + 6900) })
    expect(fixDeadlines({ mode: 'FIRE', ...wanted, resolutionDueAt: plus(30 * DAY) }, NOW).accept).toEqual(
      plus(72 * HOUR),
    )
  })

  it('survives the terms document', () => {
    const times = fixDeadlines({ mode: 'ENFORCED', ...wanted }, NOW)
    expect(fromDeadlinesJson(toDeadlinesJson(times))).toEqual(times)
  })
})

describe('when a status ends by itself', () => {
  const times = fixDeadlines({ mode: 'ENFORCED', ...wanted, enforced: { dispute_timeout_seconds: 2 * HOUR } }, NOW)
  const since = plus(10)
  const rows = [
    ['DRAFT', plus(10 + 30 * DAY), 'CANCELLED'],
    ['AWAITING_COUNTERPARTY', times.accept, 'EXPIRED'],
    ['AWAITING_GATEKEEPER', plus(10 + 24 * HOUR), 'EXPIRED'],
    ['INTENT_LOCKED', times.resolution, 'EXPIRED'],
    ['ACTIVE', times.response, 'EXPIRED'],
    ['AWAITING_RESOLUTION', times.resolution, 'EXPIRED'],
    ['DISPUTED', plus(10 + 2 * HOUR), 'EXPIRED'],
    ['COMPLETED', null, null],
    ['CANCELLED', null, null],
    ['EXPIRED', null, null],
  ] as const

  it.each(rows)('%s', (status, at, then) => {
    expect(deadlineOf(status, since, times)).toEqual(at)
    expect(endingOf(status)).toBe(then)
  })

  it('leaves no time for checks beyond the end', () => {
    const short = { ...times, resolution: plus(HOUR) }
    expect(deadlineOf('AWAITING_GATEKEEPER', since, short)).toEqual(plus(HOUR))
  })

  it('covers every status', () => {
    expect(rows.map(([status]) => status)).toEqual([...STATUSES])
  })

  it('moves what comes after a deadline that moved', () => {
    const moved = shiftLater(times, times.deposit as Date, 60)
    expect(moved).toMatchObject({
      accept: times.accept,
      deposit: addSeconds(times.deposit as Date, 60),
      response: addSeconds(times.response as Date, 60),
      resolution: addSeconds(times.resolution, 60),
    })
  })

  it('warns when four fifths are over', () => {
    expect(warningOf(NOW, plus(1000))).toEqual(plus(800))
  })
})
