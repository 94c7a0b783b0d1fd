import { describe, expect, it } from 'vitest'
import { unitEnvironment } from '@/test/unit-environment'
import type { Challenge, Offer } from './challenge'
import { fakeChallenge } from './challenge.fixture'
import type { Party } from './state'
import { toAnswer } from './view'
import { whatWaits } from './waits-for'

unitEnvironment()

const NOW = new Date('2026-12-01T12:00:00.000Z')
const LATER = new Date('2026-12-02T12:00:00.000Z')
const bob = { address: `0x${'bb'.repeat(20)}`, chainId: 31337, userId: 'bob', organizationId: null }
const sent = { status: 'AWAITING_COUNTERPARTY', sentAt: NOW, initiatorRole: 'creator' } as const
const checking = { status: 'AWAITING_GATEKEEPER', sentAt: NOW, acceptedAt: NOW, counterparty: bob } as const
const locked = { ...checking, status: 'INTENT_LOCKED' } as const

const offer = (role: Party, action: string, over: Partial<Offer> = {}): Offer => ({
  id: `${role}-${action}`,
  role,
  action,
  primaryType: action === 'extend' ? 'Extend' : 'Settle',
  signer: bob.address,
  domain: {},
  message: action === 'extend' ? { until: '1796558400' } : { outcome: 'FULFILLED' },
  signature: '0x',
  validUntil: LATER,
  createdAt: NOW,
  ...over,
})

const of = (over: Partial<Challenge>, role: Party | 'stranger', now = NOW) => {
  const answer = toAnswer(fakeChallenge(over), { role, now })
  return whatWaits({ ...answer, your_role: role }, now)
}
const asked = (over: Partial<Challenge>) => [
  of(over, 'creator')?.action ?? null,
  of(over, 'counterparty')?.action ?? null,
]

describe('what waits for whom', () => {
  it('a draft waits for its creator: to be sent, or in SOLO to be signed', () => {
    expect(of({}, 'creator')?.action).toBe('send')
    expect(of({ mode: 'SOLO' }, 'creator')?.action).toBe('confirm')
  })

  it('terms wait for whoever did not sign them first', () => {
    expect(asked(sent)).toEqual([null, 'accept'])
    expect(asked({ ...sent, initiatorRole: 'counterparty', counterparty: bob })).toEqual(['accept', null])
  })

  it('checks wait for nobody, unless the chain could not be read', () => {
    expect(asked(checking)).toEqual([null, null])
    expect(asked({ ...checking, verification: { counterparty: { funds: 'ERROR' } } })).toEqual(['verify', 'verify'])
    expect(asked({ ...checking, offers: [offer('creator', 'cancel')] })).toEqual([null, 'cancel'])
  })

  it('a locked one waits for both, and then for the one who has not signed', () => {
    expect(asked(locked)).toEqual(['confirm', 'confirm'])
    expect(asked({ ...locked, offers: [offer('creator', 'confirm')] })).toEqual([null, 'confirm'])
    expect(of({ ...locked, offers: [offer('creator', 'confirm')] }, 'counterparty')?.theirs).toMatchObject({
      outcome: 'FULFILLED',
    })
  })

  it('waits for both while they say different things, and knows what each said', () => {
    const offers = [
      offer('creator', 'confirm'),
      offer('counterparty', 'confirm', { message: { outcome: 'NO_CONTEST' } }),
    ]
    expect(asked({ ...locked, offers })).toEqual(['confirm', 'confirm'])
    expect(of({ ...locked, offers }, 'creator')).toMatchObject({
      mine: { outcome: 'FULFILLED' },
      theirs: { outcome: 'NO_CONTEST' },
    })
  })

  it('a wish for more time waits for the other side, an outcome on the table comes first', () => {
    expect(asked({ ...locked, offers: [offer('creator', 'extend', { validUntil: null })] })).toEqual([
      'confirm',
      'extend',
    ])
    const both = [offer('creator', 'extend', { validUntil: null }), offer('creator', 'confirm')]
    expect(asked({ ...locked, offers: both })).toEqual([null, 'confirm'])
  })

  it('what is no longer valid is not on the table', () => {
    const offers = [offer('creator', 'confirm', { validUntil: NOW })]
    expect(asked({ ...locked, offers })).toEqual(['confirm', 'confirm'])
    expect(of({ ...locked, offers }, 'counterparty')?.theirs).toBeNull()
  })

  it('nothing waits past the deadline, at the end, or for third parties', () => {
    expect(of({ ...locked, deadlineAt: NOW }, 'creator')).toBeNull()
    expect(asked({ ...locked, status: 'COMPLETED', deadlineAt: null })).toEqual([null, null])
    expect(of(locked, 'stranger')).toBeNull()
  })
})
