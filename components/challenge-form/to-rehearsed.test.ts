import { describe, expect, it } from 'vitest'
import { rehearse } from '@/lib/challenge/rehearsal'
import { BONDED, DESK, NETWORKS, ORACLE, TUSD, typed } from './desk.fixture'
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

describe('a rehearsal of bonds', () => {
  const of = (over: Partial<FormValues>, outcome: string, by: string) =>
    endings({ ...BONDED, ...over }).find((ending) => ending.outcome === outcome && ending.by === by)

  it('has every amount to the unit', () => {
    expect(of({}, 'FULFILLED', 'both parties')?.amounts).toEqual([
      { to: 'creator', amount: '1000000000000000000', asset: 'eip155:31337/slip44:60' },
      { to: 'counterparty', amount: '500000000000000000', asset: 'eip155:31337/slip44:60' },
    ])
    const won = of({}, 'CREATOR_WIN', 'both parties')?.amounts ?? []
    expect(won.reduce((sum, { amount }) => sum + BigInt(amount), 0n)).toBe(1_500_000_000_000_000_000n)
    expect(won.find(({ to }) => to === 'burn')?.amount).toBe('150000000000000000')
  })

  it('knows who may decide', () => {
    expect(of({}, 'CREATOR_WIN', 'the oracle')).toBeUndefined()
    expect(of({ resolution: ORACLE }, 'CREATOR_WIN', 'the oracle')?.at.toISOString()).toBe('2026-12-01T11:00:00.000Z')
    const panel = { ...ORACLE, strategy: 'COMMITTEE' as const }
    expect(of({ resolution: panel }, 'DRAW', 'the panel')?.amounts.map(({ to }) => to)).toContain('panel')
  })

  it('lets a figure decide a challenge of one’s own, or time, when it says nothing', () => {
    const solo = endings({ mode: 'SOLO', resolution: ORACLE })
    expect(solo.map(({ outcome, by }) => [outcome, by])).toEqual([
      ['FULFILLED', 'the oracle'],
      ['NO_CONTEST', 'the oracle'],
      [null, 'the clock'],
      [null, 'creator, or the clock'],
    ])
    expect(solo[2]?.at.toISOString()).toBe('2026-12-01T18:00:00.000Z')
  })

  it('takes amounts that are not typed yet for none', () => {
    const empty = { ...BONDED.bond, creator: '', counterparty: 'x' }
    expect(of({ bond: empty }, 'FULFILLED', 'both parties')?.amounts).toEqual([])
  })

  it('counts the hours both have to answer, and none that make no sense', () => {
    const at = (responseHours: string) =>
      endings({ ...BONDED, mode: 'ENFORCED', responseHours }).find(({ text }) => text.includes('does not respond'))?.at
    expect(Number(at('48')) - Number(at('24'))).toBe(24 * 3_600_000)
    expect(at('x')).toEqual(at(''))
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
