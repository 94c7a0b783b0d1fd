import { describe, expect, it } from 'vitest'
import { endAfter } from './delegation-days'
import { maySignAnew, sayIssuer } from './say-issuer'
import type { IssuerView } from './views'

const NOW = new Date('2026-11-21T12:00:00.000Z')
const LATER = '2026-11-21T12:00:00.001Z'
const issuer = (over: Partial<IssuerView> = {}): IssuerView => ({
  id: 'a',
  chain_id: 'eip155:1',
  kind: 'KEPT',
  address: '0x01',
  status: 'ACTIVE',
  valid_until: LATER,
  delegation: null,
  created_at: '2026-01-01T00:00:00.000Z',
  ended_at: null,
  ...over,
})

describe('an issuer in words', () => {
  it.each([
    ['attests', issuer()],
    ['delegation over', issuer({ valid_until: NOW.toISOString() })],
    ['attests', issuer({ kind: 'WALLET', valid_until: null })],
    ['waits for a signature', issuer({ status: 'DRAFT', valid_until: null })],
    ['ended', issuer({ status: 'ENDED', valid_until: NOW.toISOString() })],
  ])('%s', (name, of) => {
    expect(sayIssuer(of, NOW).name).toBe(name)
  })
})

describe('signing for a kept key again', () => {
  const ended = issuer({ id: 'old', status: 'ENDED' })

  it('is for one that attests, whose delegation is over, or that was ended', () => {
    expect([issuer(), issuer({ valid_until: NOW.toISOString() })].map((one) => maySignAnew(one, [one]))).toEqual([
      true,
      true,
    ])
    expect(maySignAnew(ended, [ended, issuer({ id: 'b', chain_id: 'eip155:2' })])).toBe(true)
  })

  it('is not for one that another has replaced', () => {
    expect(maySignAnew(ended, [ended, issuer({ id: 'b', kind: 'WALLET' })])).toBe(false)
  })

  it.each(['WALLET', 'EXECUTOR'] as const)('is not for a %s, which has nothing to be signed', (kind) => {
    const one = issuer({ kind })
    expect(maySignAnew(one, [one])).toBe(false)
  })
})

describe('the days of a delegation', () => {
  it('are counted from now, a minute short', () => {
    expect(endAfter(' 1 ', NOW)).toBe('2026-11-22T11:59:00.000Z')
    expect(endAfter('365', NOW)).toBe('2027-11-21T11:59:00.000Z')
  })

  it.each(['', '0', '366', '1.5', '-3', '1e2', '007'])('are not %j', (typed) => {
    expect(endAfter(typed, NOW)).toBeNull()
  })
})
