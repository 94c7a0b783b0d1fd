import { describe, expect, it } from 'vitest'
import type { Challenge, Offer } from './challenge'
import { newTurns } from './turn'

const NOW = new Date('2026-12-01T12:00:00Z')
const base = {
  mode: 'GATEKEEPER',
  status: 'AWAITING_COUNTERPARTY',
  revision: 1,
  acceptedAt: null,
  initiatorRole: 'creator',
  resolution: { strategy: 'MUTUAL' },
  requirements: null,
  verification: {},
  finalHash: null,
  offers: [],
  onChain: null,
  deadlineAt: new Date('2026-12-02T12:00:00Z'),
} as unknown as Challenge
const like = (change: Partial<Challenge>): Challenge => ({ ...base, ...change })
const locked = (change: Partial<Challenge> = {}) => like({ status: 'INTENT_LOCKED', acceptedAt: NOW, ...change })
const offer = (role: string, outcome = 'FULFILLED') =>
  ({ role, action: 'confirm', primaryType: 'Settle', message: { outcome }, validUntil: null }) as unknown as Offer
const turns = (before: Challenge, after: Challenge) => newTurns(before, after, NOW).map((t) => `${t.role} ${t.asked}`)

describe('it becomes the turn of', () => {
  it.each([
    ['whoever is to accept', like({ status: 'DRAFT' }), base, ['counterparty accept']],
    [
      'the other side, when terms are changed',
      base,
      like({ revision: 2, initiatorRole: 'counterparty' }),
      ['creator accept'],
    ],
    [
      'both, once it is locked',
      like({ status: 'AWAITING_GATEKEEPER', acceptedAt: NOW }),
      locked(),
      ['creator confirm', 'counterparty confirm'],
    ],
    ['whoever has not signed an ending', locked(), locked({ offers: [offer('creator')] }), ['counterparty confirm']],
    [
      'nobody, when the same side signs another ending',
      locked({ offers: [offer('creator')] }),
      locked({ offers: [offer('creator', 'DRAW')] }),
      [],
    ],
    ['nobody, by a draft of one’s own', like({ status: 'DRAFT' }), like({ status: 'DRAFT', revision: 2 }), []],
    ['nobody, when nothing changed', locked(), locked(), []],
    ['nobody, when it is over', locked(), locked({ status: 'COMPLETED' }), []],
  ])('%s', (_, before, after, expected) => expect(turns(before, after)).toEqual(expected))

  it('each depositor in turn, and of both only when what follows the lock begins', () => {
    const fire = (change: Partial<Challenge>) => like({ mode: 'FIRE', acceptedAt: NOW, ...change })
    const open = fire({ onChain: { seen: 'OPEN', stakes: [], responses: {} } as unknown as Challenge['onChain'] })
    const joined = { seen: 'JOINED', stakes: [], responses: {} } as unknown as Challenge['onChain']
    const lockedNow = fire({ status: 'INTENT_LOCKED', onChain: joined })
    expect(turns(like({ mode: 'FIRE' }), fire({}))).toEqual(['creator deposit'])
    expect(turns(fire({}), open)).toEqual(['counterparty deposit'])
    expect(turns(open, lockedNow)).toEqual([])
    expect(turns(lockedNow, fire({ status: 'AWAITING_RESOLUTION', onChain: joined }))).toEqual([
      'creator confirm',
      'counterparty confirm',
    ])
  })
})
