import { describe, expect, it } from 'vitest'
import { failureOf, holds, isSameAck, type LockedItem, mayAck, requeueLimitOf, troubleOf } from './verdict'

const NOW = new Date('2026-12-01T12:00:00Z')
const later = (seconds: number) => new Date(NOW.getTime() + seconds * 1000)
const HANDLE = '0193f1a2-8a40-7c55-8f21-3b9d7e1c6a02'

const item = (changes: Partial<LockedItem> = {}): LockedItem => ({
  ...{ organization_id: 'o', endpoint_id: 'e', event_id: 'i', subject: 's', sequence: 1 },
  ...{ attempts: 0, failures: 0, debug: null, is_head: true, handle: null, leased_at: null, visible_at: NOW },
  ...changes,
})
const leased = (changes: Partial<LockedItem> = {}) => item({ handle: HANDLE, visible_at: later(30), ...changes })

describe('a failure', () => {
  it.each([
    [0, 'RETRY'],
    [2, 'RETRY'],
    [3, 'DEAD'],
    [7, 'DEAD'],
  ] as const)('after %i others makes it %s', (failures, outcome) => {
    expect(failureOf({ failures }, NOW, 60)).toEqual({ outcome, visible_at: later(60) })
  })
})

describe('a handle', () => {
  it('counts while it is the newest one of the head and its lease runs', () => {
    expect(holds(leased(), HANDLE, later(29))).toBe(true)
    expect(holds(leased(), HANDLE, later(30))).toBe(false)
    expect(holds(leased(), 'another', NOW)).toBe(false)
    expect(holds(leased(), undefined, NOW)).toBe(false)
    expect(holds(leased({ is_head: false }), HANDLE, NOW)).toBe(false)
    expect(holds(item(), HANDLE, NOW)).toBe(false)
  })

  it('is not needed for what was never leased, and only for that', () => {
    expect(mayAck(item(), undefined, NOW)).toBe(true)
    expect(mayAck(leased({ is_head: false }), undefined, NOW)).toBe(true)
    expect(mayAck(leased(), undefined, NOW)).toBe(false)
    expect(mayAck(item({ attempts: 1 }), undefined, NOW)).toBe(false)
    expect(mayAck(item(), HANDLE, NOW)).toBe(false)
  })

  it('says the same again only as it was said', () => {
    const ended = { event_id: 'i', status: 'DELIVERED' as const, handle: HANDLE, ended_at: NOW }
    expect(isSameAck(ended, HANDLE)).toBe(true)
    expect(isSameAck(ended, undefined)).toBe(false)
    expect(isSameAck({ ...ended, handle: null }, undefined)).toBe(true)
    expect(isSameAck({ ...ended, status: 'DEAD' }, HANDLE)).toBe(false)
  })
})

describe('trouble', () => {
  it('is a lease that ran out, or a failure that was asked for', () => {
    expect(troubleOf(item())).toBeNull()
    expect(troubleOf(leased())).toMatchObject({ word: 'LEASE_EXPIRED' })
    expect(troubleOf(item({ debug: { fail: 2 }, attempts: 1 }))).toMatchObject({ word: 'DEBUG' })
    expect(troubleOf(item({ debug: { fail: 2 }, attempts: 2 }))).toBeNull()
  })
})

it('lets owners and admins bring back as often as they like', () => {
  expect([requeueLimitOf('owner'), requeueLimitOf('admin'), requeueLimitOf('member')]).toEqual([null, null, 3])
})
