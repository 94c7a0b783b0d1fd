import { describe, expect, it } from 'vitest'
import { rehearse } from '@/lib/challenge/rehearsal'
import { DESK, NETWORKS, TUSD, typed } from './desk.fixture'
import { sayAsked } from './say-asked'
import { toRehearsed } from './to-rehearsed'
import { emptyCheck, type FormValues, OTHER_TOKEN } from './values'

const endings = (over: Partial<FormValues> = {}) => rehearse(toRehearsed(typed(over), DESK, null), DESK.now)
const at = (over: Partial<FormValues>, status: string, automatic: boolean) =>
  endings(over)
    .filter((ending) => ending.status === status && ending.automatic === automatic)
    .map((ending) => ending.at.toISOString())

describe('a rehearsal of what is being typed', () => {
  it('has the usual times while none are given', () => {
    expect(at({}, 'EXPIRED', true)).toEqual([
      '2026-11-25T12:00:00.000Z',
      '2026-11-24T12:00:00.000Z',
      '2026-12-24T12:00:00.000Z',
    ])
  })

  it('moves with the times', () => {
    expect(at({ acceptBy: '2026-11-22T12:00', endBy: '2026-11-30T12:00' }, 'EXPIRED', true)).toEqual([
      '2026-11-23T11:00:00.000Z',
      '2026-11-22T11:00:00.000Z',
      '2026-11-30T11:00:00.000Z',
    ])
  })

  it('takes a time that is half typed, skipped or past for none', () => {
    for (const acceptBy of ['2026-11', '2027-03-28T02:30', '2025-01-01T00:00']) {
      expect(at({ acceptBy }, 'EXPIRED', true)[1]).toBe('2026-11-24T12:00:00.000Z')
    }
  })

  it('knows two endings of SOLO, and when its draft began', () => {
    const values = typed({ mode: 'SOLO', acceptBy: '2026-11-22T12:00' })
    const [signed, never] = rehearse(toRehearsed(values, DESK, '2026-11-20T12:00:00.000Z'), DESK.now)
    expect([signed?.outcome, never?.at.toISOString()]).toEqual(['FULFILLED', '2026-12-20T12:00:00.000Z'])
  })
})

describe('what is asked, in words', () => {
  const asked = (over: Partial<FormValues>) => sayAsked(typed(over), NETWORKS)
  it('names amounts, age and use on their network', () => {
    const checks = [
      { ...emptyCheck('a'), amount: '0.4' },
      { ...emptyCheck('b'), asset: TUSD, amount: '250' },
    ]
    expect(asked({ other: { ...typed().other, checks, minAgeDays: '30', minTransactions: '5' } })).toEqual([
      'They show 0.4 ETH, 250 tUSD, a wallet at least 30 days old and at least 5 transactions on Local chain. It is looked at, never moved.',
    ])
  })

  it('says nothing of what cannot be read, and nothing of the other side of SOLO', () => {
    const check = { ...emptyCheck('a'), amount: 'x' }
    expect(asked({ other: { ...typed().other, checks: [check] } })).toEqual([])
    expect(asked({ mode: 'SOLO' })).toEqual([])
    expect(asked({ mode: 'SOLO', creator: typed().other })).toEqual([
      'You show 0.4 ETH on Local chain. It is looked at, never moved.',
    ])
  })

  it('names a token by the name it was given', () => {
    const check = { ...emptyCheck('a'), asset: OTHER_TOKEN, symbol: ' XY ', decimals: '6', amount: '1.5' }
    expect(asked({ other: { ...typed().other, checks: [check] } })[0]).toMatch(/^They show 1\.5 XY on/)
  })
})
