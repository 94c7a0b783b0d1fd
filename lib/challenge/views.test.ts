import { describe, expect, it } from 'vitest'
import { ZERO_HASH } from '@/lib/proof/hash'
import { fakeChallenge } from './challenge.fixture'
import { fixDeadlines } from './deadlines'
import { makeInvite, readInvite } from './invite'
import { rehearse } from './rehearsal'
import type { Role } from './state'
import { trafficLight } from './traffic-light'
import { toAnswer } from './view'
import { canSee, roleOf } from './viewer'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const ID = '0193a5f0-0000-7000-8000-000000000001'
const BOB = `0x${'bb'.repeat(20)}` as const
const bob = { address: BOB, chainId: null, userId: null, organizationId: null }
const sent = { status: 'AWAITING_COUNTERPARTY', sentAt: NOW, initiatorRole: 'creator' } as const
const locked = { status: 'INTENT_LOCKED', sentAt: NOW, acceptedAt: NOW, finalHash: ZERO_HASH } as const

describe('an invite', () => {
  it('stands for one revision of one challenge', () => {
    expect(readInvite('key', makeInvite('key', { challengeId: ID, revision: 3 }))).toEqual({
      challengeId: ID,
      revision: 3,
    })
  })

  it('is nobody’s once any character changes, or under another key', () => {
    const token = makeInvite('key', { challengeId: ID, revision: 3 })
    expect(readInvite('other', token)).toBeNull()
    for (let i = 0; i < token.length; i++) {
      const changed = token.slice(0, i) + (token[i] === 'A' ? 'B' : 'A') + token.slice(i + 1)
      expect(readInvite('key', changed), `character ${i}`).toBeNull()
    }
    expect(readInvite('key', '')).toBeNull()
    expect(readInvite('key', `${token}AA`)).toBeNull()
  })
})

describe('what somebody is to a challenge', () => {
  const nobody = { userId: null, addresses: [], invited: false }

  it('is decided by user, by wallet before acceptance, or by the invite', () => {
    const open = fakeChallenge(sent)
    const named = fakeChallenge({ ...sent, counterparty: bob, counterpartyNamed: true })
    expect(roleOf(open, { ...nobody, userId: 'creator' })).toBe('creator')
    expect(roleOf(open, { ...nobody, userId: 'x', invited: true })).toBe('invited')
    expect(roleOf(open, nobody)).toBe('stranger')
    expect(roleOf(named, { ...nobody, userId: 'x', addresses: [BOB] })).toBe('counterparty')
    expect(roleOf(named, { ...nobody, userId: 'x', invited: true })).toBe('stranger')
  })

  it('stays with the user who accepted, whoever has the wallet later', () => {
    const accepted = fakeChallenge({ ...locked, counterparty: { ...bob, userId: 'bob' } })
    expect(roleOf(accepted, { ...nobody, userId: 'bob' })).toBe('counterparty')
    expect(roleOf(accepted, { ...nobody, userId: 'x', addresses: [BOB] })).toBe('stranger')
  })

  it('is the moderator’s with the wallet the terms name, once they were sent', () => {
    const resolution = { strategy: 'MODERATOR', moderator: BOB } as const
    const asBob = { ...nobody, userId: 'x', addresses: [BOB] }
    const hidden = fakeChallenge({ ...sent, resolution, visibility: 'parties' })
    expect(roleOf(hidden, asBob)).toBe('moderator')
    expect(canSee(hidden, 'moderator', false)).toBe(true)
    expect(roleOf(hidden, { ...asBob, addresses: [] })).toBe('stranger')
    expect(roleOf(fakeChallenge({ resolution }), asBob)).toBe('stranger')
  })

  it('shows a draft to its creator alone', () => {
    const draft = fakeChallenge({ counterparty: bob, counterpartyNamed: true })
    expect(roleOf(draft, { ...nobody, userId: 'x', addresses: [BOB] })).toBe('stranger')
    expect(canSee(draft, 'stranger', false)).toBe(false)
    expect(canSee(draft, 'creator', false)).toBe(true)
  })

  it('shows third parties what its visibility allows', () => {
    expect(canSee(fakeChallenge(sent), 'stranger', false)).toBe(true)
    expect(canSee(fakeChallenge({ ...sent, visibility: 'parties' }), 'stranger', false)).toBe(false)
    expect(canSee(fakeChallenge({ ...sent, visibility: 'parties' }), 'stranger', true)).toBe(true)
  })
})

describe('the traffic light', () => {
  const passed = { counterparty: { funds: 'PASSED' as const, providers_agreed: 2, shared: 0 } }
  const onMainnet = { creator: null, counterparty: { network: 'eip155:1', funds_checks: [] } }
  const deadlineAt = new Date(NOW.getTime() + 100_000)
  const base = { ...locked, deadlineAt, statusSince: NOW }
  const codes = (over: Parameters<typeof fakeChallenge>[0], now = NOW) => {
    const light = trafficLight(fakeChallenge({ ...base, verification: passed, ...over }), now)
    return [light.state, ...light.reasons.map((reason) => reason.code)]
  }

  it('is green only when everything passed and nothing is flagged', () => {
    expect(codes({})).toEqual(['GREEN', 'proofs_fresh'])
    expect(codes({ status: 'COMPLETED', outcome: 'FULFILLED', deadlineAt: null })).toEqual(['GREEN', 'completed'])
  })

  it('is yellow for what is pending or flagged', () => {
    expect(codes({ ...sent, acceptedAt: null })).toEqual(['YELLOW', 'awaiting_acceptance'])
    expect(codes({ verification: {} })).toEqual(['YELLOW', 'funds_pending'])
    expect(codes({ verification: { counterparty: { funds: 'ERROR' } } })).toEqual(['YELLOW', 'funds_unclear'])
    const single = { counterparty: { funds: 'PASSED' as const, providers_agreed: 1 } }
    expect(codes({ verification: single, requirements: onMainnet })).toEqual(['YELLOW', 'single_provider'])
    expect(codes({ verification: single })).toEqual(['GREEN', 'proofs_fresh'])
    expect(codes({ verification: { counterparty: { funds: 'PASSED', providers_agreed: 2, shared: 3 } } })).toEqual([
      'YELLOW',
      'backing_shared',
    ])
    expect(codes({}, new Date(deadlineAt.getTime() - 9_999))).toEqual(['YELLOW', 'deadline_near'])
    expect(codes({}, new Date(deadlineAt.getTime() - 10_001))).toEqual(['GREEN', 'proofs_fresh'])
  })

  it('is yellow for somebody without a history, or with a falling one, while one may still walk away', () => {
    const waiting = { ...sent, acceptedAt: null, counterparty: bob, reputation: { creator: 'falling' } } as const
    expect(codes(waiting)).toEqual(['YELLOW', 'awaiting_acceptance', 'reputation_falling'])
    expect(codes({ ...waiting, reputation: { counterparty: 'none' } })).toContain('no_history')
    expect(codes({ reputation: { counterparty: 'none' } })).toEqual(['GREEN', 'proofs_fresh'])
  })

  it('warns nobody of themselves', () => {
    const both = { creator: 'none', counterparty: 'falling' } as const
    const challenge = fakeChallenge({ ...sent, counterparty: bob, reputation: both })
    const seenBy = (role: Role) => trafficLight(challenge, NOW, role).reasons.map(({ code, text }) => [code, text])
    expect(seenBy('creator').flat()).not.toContain('no_history')
    expect(seenBy('creator')).toContainEqual([
      'reputation_falling',
      'The counterparty’s newest receipt lowered their reputation.',
    ])
    expect(seenBy('counterparty')).toContainEqual([
      'no_history',
      'Nobody has dealt with the creator’s wallet here before.',
    ])
    expect(seenBy('stranger').flat()).toEqual(expect.arrayContaining(['no_history', 'reputation_falling']))
  })

  it('is yellow for two addresses that look alike', () => {
    const twin = { ...bob, address: `0xaaaa${'cc'.repeat(16)}aaaa` }
    expect(codes({ counterparty: twin })).toEqual(['YELLOW', 'look_alike'])
  })

  it('is red for what failed or is over, whatever else is said', () => {
    const failed = { counterparty: { funds: 'FAILED' as const, providers_agreed: 1 } }
    expect(codes({ verification: failed, requirements: onMainnet })).toEqual(['RED', 'funds_failed', 'single_provider'])
    expect(codes({}, deadlineAt)).toEqual(['RED', 'deadline_passed'])
    expect(codes({ status: 'EXPIRED', deadlineAt: null })).toEqual(['RED', 'expired'])
    expect(codes({ status: 'CANCELLED', deadlineAt: null })).toEqual(['RED', 'cancelled'])
  })
})

describe('what is shown of a requirement', () => {
  const asked = (wallet: string) => ({ wallet_address: wallet, network: 'eip155:31337', funds_checks: [] })
  const challenge = fakeChallenge({ ...locked, requirements: { creator: asked('0xc'), counterparty: asked('0xb') } })
  const walletsFor = (role: Role) => {
    const { requirements } = toAnswer(challenge, { role, now: NOW })
    return [requirements?.creator?.wallet_address, requirements?.counterparty?.wallet_address]
  }

  it('is the wallet behind it to whom it concerns', () => {
    expect(walletsFor('creator')).toEqual(['0xc', '0xb'])
    expect(walletsFor('counterparty')).toEqual([undefined, '0xb'])
    expect(walletsFor('stranger')).toEqual([undefined, undefined])
  })
})

describe('the rehearsal', () => {
  it('lists every ending of a GATEKEEPER draft with its date', () => {
    const endings = rehearse(fakeChallenge(), NOW)
    const times = fixDeadlines(fakeChallenge(), NOW)
    expect(endings.map((ending) => [ending.status, ending.outcome, ending.automatic, ending.receipt])).toEqual([
      ['COMPLETED', 'FULFILLED', false, true],
      ['COMPLETED', 'NO_CONTEST', false, true],
      ['CANCELLED', null, false, false],
      ['EXPIRED', null, true, false],
      ['CANCELLED', null, false, false],
      ['EXPIRED', null, true, false],
      ['EXPIRED', 'NO_CONTEST', true, true],
    ])
    expect(endings[3]?.at).toEqual(new Date(times.accept.getTime() + 24 * 3_600_000))
    expect(endings[5]?.at).toEqual(times.accept)
    expect(endings[6]?.at).toEqual(times.resolution)
  })

  it('takes the extended end of a locked one', () => {
    const deadlineAt = new Date('2027-06-01T00:00:00.000Z')
    const endings = rehearse(
      fakeChallenge({ ...locked, deadlineAt, deadlines: fixDeadlines(fakeChallenge(), NOW) }),
      NOW,
    )
    expect(endings.at(-1)?.at).toEqual(deadlineAt)
  })
})
