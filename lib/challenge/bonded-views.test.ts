import { describe, expect, it } from 'vitest'
import { unitEnvironment } from '@/test/unit-environment'
import vectors from '@/test/vectors/documents.json'
import { ANN, BOB, bondedChallenge, stake } from './bonded.fixture'
import type { Challenge, Offer, OnChain } from './challenge'
import { addressOf, chainDeadlineOf, didOf, hasDeposited, heldOf } from './challenge'
import { findMatch } from './offers'
import { requireLater } from './require-later'
import { responseHash } from './respond'
import { silentSides } from './silent-sides'
import type { Party, Role, Status } from './state'
import { trafficLight } from './traffic-light'
import { toAnswer } from './view'
import { whatWaits } from './waits-for'

unitEnvironment()

const NOW = new Date('2026-12-01T12:30:00.000Z')
const PAST = new Date('2026-12-05T12:00:00.000Z')
const HASH = `0x${'11'.repeat(32)}` as const
const NEITHER = { creator: null, counterparty: null }
const accepted = { status: 'AWAITING_COUNTERPARTY', deadlineAt: new Date('2026-12-01T14:00:00.000Z') } as const
const nothing = { seen: 'NONE', confirmed: 'NONE' } as const
const opened = { seen: 'OPEN', confirmed: 'NONE' } as const

const settle = (role: Offer['role'], message: Record<string, string> = {}, over: Partial<Offer> = {}): Offer => ({
  id: role,
  role,
  action: 'confirm',
  primaryType: 'Settle',
  signer: role === 'creator' ? ANN : BOB,
  domain: {},
  message: { outcome: 'DRAW', toCreator: '0', toCounterparty: '0', nonce: '0', ...message },
  signature: '0x',
  validUntil: new Date('2026-12-02T12:00:00.000Z'),
  createdAt: NOW,
  ...over,
})

describe('what the chain has', () => {
  it.each([
    ['NONE', [false, false]],
    ['OPEN', [true, false]],
    ['JOINED', [true, true]],
    ['DISPUTED', [true, true]],
  ] as const)('%s', (seen, expected) => {
    const challenge = bondedChallenge({}, { seen })
    expect((['creator', 'counterparty'] as const).map((side) => hasDeposited(challenge, side))).toEqual(expected)
  })

  it('ended, tells by the stakes who had deposited', () => {
    const refunded = bondedChallenge({}, { seen: 'ENDED', stakes: [stake('creator', { status: 'REFUNDED' })] })
    expect([hasDeposited(refunded, 'creator'), hasDeposited(refunded, 'counterparty')]).toEqual([true, false])
  })

  it('holds bonds and bases of both', () => {
    expect(heldOf(bondedChallenge())).toBe(2_000_050n)
    expect(heldOf(bondedChallenge({}, {}))).toBe(2_000_050n)
    expect(heldOf({ onChain: null })).toBe(0n)
  })

  it('ends each status at its own time', () => {
    const respondBy = new Date('2026-12-02T12:00:00.000Z')
    const disputeUntil = new Date('2026-12-09T12:00:00.000Z')
    const at = (status: Status) => {
      const challenge = bondedChallenge({ status }, { respondBy, disputeUntil })
      return [chainDeadlineOf(challenge), challenge.onChain] as const
    }
    for (const [status, time] of [
      ['AWAITING_COUNTERPARTY', 'joinBy'],
      ['ACTIVE', 'respondBy'],
      ['AWAITING_RESOLUTION', 'settleBy'],
      ['DISPUTED', 'disputeUntil'],
    ] as const) {
      const [found, chain] = at(status)
      expect(found, status).toEqual((chain as OnChain)[time])
    }
    expect(at('COMPLETED')[0]).toBeNull()
    expect(chainDeadlineOf({ status: 'INTENT_LOCKED', onChain: null })).toBeNull()
  })
})

describe('a party’s name', () => {
  it('is on the chain of its own proof, whatever chain holds the bonds', () => {
    const challenge = bondedChallenge({
      counterparty: { address: BOB, chainId: 10, userId: 'bob', organizationId: null },
    })
    expect([didOf(challenge, 'creator'), didOf(challenge, 'counterparty')]).toEqual([
      `did:pkh:eip155:31337:${ANN}`,
      `did:pkh:eip155:10:${BOB}`,
    ])
    expect(addressOf({ ...challenge, counterparty: null }, 'counterparty')).toBe('')
  })
})

describe('a response', () => {
  it('hashes as the vector does', () => {
    const { document, id } = vectors.response
    const { challenge, role, response, salt } = document
    expect(responseHash({ challenge, role: role as Party, response, salt: salt as `0x${string}` })).toBe(id)
  })
})

describe('a matching offer', () => {
  const match = (offer: Offer, ends: Parameters<typeof findMatch>[2], over: Partial<Challenge> = {}) =>
    findMatch(bondedChallenge({ offers: [offer], ...over }), 'counterparty', ends, NOW) !== undefined
  const split = { outcome: 'SPLIT', toCreator: '3', toCounterparty: '4' } as const

  it('says the same, amounts included', () => {
    expect(match(settle('creator'), { outcome: 'DRAW' })).toBe(true)
    expect(match(settle('creator'), { outcome: 'CREATOR_WIN' })).toBe(false)
    expect(match(settle('creator', split), split)).toBe(true)
    expect(match(settle('creator', { ...split, toCreator: '4', toCounterparty: '3' }), split)).toBe(false)
  })

  it('is the other side’s, in time, of the nonce the chain has', () => {
    expect(match(settle('counterparty'), { outcome: 'DRAW' })).toBe(false)
    expect(match(settle('moderator'), { outcome: 'DRAW' })).toBe(false)
    expect(match(settle('creator', {}, { validUntil: NOW }), { outcome: 'DRAW' })).toBe(false)
    expect(match(settle('creator'), { outcome: 'DRAW' }, { nonces: { creator: 1, counterparty: 0 } })).toBe(false)
  })
})

describe('more time', () => {
  it('ends five minutes before the contract’s, to the second', () => {
    const challenge = bondedChallenge()
    const settleBy = challenge.onChain?.settleBy.getTime() ?? 0
    expect(() => requireLater(challenge, new Date(settleBy - 300_000), NOW)).not.toThrow()
    expect(() => requireLater(challenge, new Date(settleBy - 299_000), NOW)).toThrow(/up to 2026-12-04 19:55:00 UTC/)
  })
})

describe('who was silent', () => {
  const of = (over: Partial<Challenge>, acts: { deposited?: Party[]; responded?: Party[] } = {}) =>
    silentSides(bondedChallenge(over), {
      deposited: (side) => acts.deposited?.includes(side) ?? false,
      responded: (side) => acts.responded?.includes(side) ?? false,
    })

  it('is whoever let a deadline of their own pass', () => {
    expect(of(accepted, { deposited: ['creator'] })).toEqual(['counterparty'])
    expect(of({ status: 'ACTIVE' }, { responded: ['counterparty'] })).toEqual(['creator'])
    expect(of({ offers: [settle('creator')] })).toEqual(['counterparty'])
    expect(of({ status: 'DISPUTED' })).toEqual([])
  })

  it('is nobody who never accepted, or where another decides', () => {
    expect(of({ ...accepted, acceptedAt: null, finalHash: null })).toEqual([])
    const oracle = { feed: ANN, comparator: 'gte', threshold: '1', not_before: '', max_age_seconds: 1 } as const
    expect(of({ resolution: { strategy: 'ORACLE', oracle } })).toEqual([])
    expect(of({ resolution: { strategy: 'COMMITTEE' } })).toEqual(['creator', 'counterparty'])
  })
})

describe('the traffic light', () => {
  const light = (over: Partial<Challenge>, chain: Partial<OnChain> = {}, now = NOW) => {
    const { state, reasons } = trafficLight(bondedChallenge(over, chain), now)
    return [state, ...reasons.map(({ code }) => code)]
  }

  it('is yellow while bonds are awaited, green once they are confirmed', () => {
    expect(light(accepted, nothing)).toEqual(['YELLOW', 'bond_pending', 'bond_pending'])
    expect(light(accepted, opened)).toEqual(['YELLOW', 'bond_unconfirmed', 'bond_pending'])
    expect(light({}, {})).toEqual(['GREEN', 'bonds_confirmed'])
    expect(light({ status: 'DISPUTED' }, { seen: 'DISPUTED', confirmed: 'DISPUTED' })).toEqual(['YELLOW', 'disputed'])
  })

  it('warns whoever still has to deposit that the feed may have spoken', () => {
    const oracle = { feed: ANN, comparator: 'gte', threshold: '1', max_age_seconds: 1 } as const
    const by = (not_before: Date) => ({
      resolution: { strategy: 'ORACLE' as const, oracle: { ...oracle, not_before: not_before.toISOString() } },
    })
    expect(light({ ...accepted, ...by(NOW) }, opened)).toContain('answer_known')
    expect(light({ ...accepted, ...by(PAST) }, opened)).not.toContain('answer_known')
    expect(light(by(NOW))).not.toContain('answer_known')
  })

  it('is red for a bond that is missing, and says when the contract decides', () => {
    expect(light({}, opened)).toEqual(['RED', 'bond_unconfirmed', 'bond_missing'])
    expect(light(accepted, opened, PAST)).toContain('bond_missing')
    const late = new Date('2026-12-04T15:00:00.000Z')
    expect(light({}, {}, late)).toEqual(['RED', 'deadline_passed', 'bonds_confirmed', 'chain_decides'])
  })
})

describe('what waits for whom', () => {
  const of = (role: Role, over: Partial<Challenge>, chain: Partial<OnChain> = {}) =>
    whatWaits(toAnswer(bondedChallenge(over, chain), { role, now: NOW }), NOW)?.action ?? null
  const asked = (over: Partial<Challenge>, chain: Partial<OnChain> = {}) => [
    of('creator', over, chain),
    of('counterparty', over, chain),
  ]

  it('deposits, the creator’s first', () => {
    expect(asked(accepted, nothing)).toEqual(['deposit', null])
    expect(asked(accepted, opened)).toEqual([null, 'deposit'])
    expect(asked(accepted, { seen: 'JOINED', confirmed: 'NONE' })).toEqual([null, null])
    expect(asked({ ...accepted, offers: [settle('creator', {}, { action: 'cancel' })] }, nothing)).toEqual([
      'deposit',
      'cancel',
    ])
  })

  it('responses, and only those while they are awaited', () => {
    const active = { mode: 'ENFORCED', status: 'ACTIVE' } as const
    expect(asked(active)).toEqual(['respond', 'respond'])
    expect(asked(active, { responses: { ...NEITHER, creator: HASH } })).toEqual([null, 'respond'])
  })

  it('an outcome, or an answer to the split they offer', () => {
    expect(asked({})).toEqual(['confirm', 'confirm'])
    const split = settle('creator', { outcome: 'SPLIT', toCreator: '1', toCounterparty: '2' }, { action: 'split' })
    expect(asked({ offers: [split] })).toEqual([null, 'split'])
    const same = { ...split, id: 'same', role: 'counterparty' as const }
    expect(asked({ offers: [split, same] })).toEqual([null, null])
    const less = { ...same, message: { ...same.message, toCreator: '0', toCounterparty: '3' } }
    expect(asked({ offers: [split, less] })).toEqual(['split', 'split'])
    expect(asked({ offers: [settle('creator'), settle('counterparty')] })).toEqual([null, null])
  })

  it('the moderator’s word, and not the parties’ where an oracle speaks', () => {
    const moderated = { resolution: { strategy: 'MODERATOR', moderator: BOB } } as const
    expect(of('moderator', moderated)).toBe('moderate')
    expect(of('moderator', { ...moderated, offers: [settle('moderator', {}, { action: 'moderate' })] })).toBeNull()
    expect(asked({ resolution: { strategy: 'ORACLE' } })).toEqual([null, null])
  })
})

describe('what is answered', () => {
  it('names stakes, split amounts, the contract’s time and only the case one may know of', () => {
    const cases = [{ id: HASH, openerRole: 'creator', status: 'PREPARED' }] as const
    const split = settle('creator', { outcome: 'SPLIT', toCreator: '1', toCounterparty: '2' }, { action: 'split' })
    const challenge = bondedChallenge({ cases: [...cases], offers: [split] }, { stakes: [stake('creator')] })
    const answer = toAnswer(challenge, { role: 'creator', now: NOW })
    expect(answer).toMatchObject({
      case_id: HASH,
      stakes: [{ role: 'creator', amount: 1_000_003n, status: 'HELD', block_number: 7, confirmed: true }],
      offers: [{ role: 'creator', outcome: 'SPLIT', to_creator: '1', to_counterparty: '2' }],
      deadline: { chain_at: challenge.onChain?.settleBy },
    })
    expect(toAnswer(challenge, { role: 'counterparty', now: NOW }).case_id).toBeUndefined()
    expect(toAnswer(challenge, { role: 'stranger', now: NOW }).offers).toEqual([])
  })
})
