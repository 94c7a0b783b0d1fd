import { describe, expect, it } from 'vitest'
import { MODES, STATUSES } from '@/lib/challenge/state'
import { sayChainEnd, sayDefault, sayEnd } from './if-nothing'

const AT = '2026-12-01T12:00:00.000Z'
const LATER = '2026-12-01T13:00:00.000Z'

describe('what time alone makes of it', () => {
  it.each([
    ['FIRE', 'AWAITING_COUNTERPARTY', null, 'it expires, and nothing is taken.'],
    [
      'FIRE',
      'AWAITING_COUNTERPARTY',
      AT,
      'it expires. A bond that is there goes back, and the receipt says who stayed away.',
    ],
    ['GATEKEEPER', 'AWAITING_COUNTERPARTY', AT, 'it expires, and nothing is taken.'],
    ['ENFORCED', 'ACTIVE', AT, 'it expires as no contest, all bonds go back, and the receipt says who did not answer.'],
    ['FIRE', 'AWAITING_RESOLUTION', AT, 'it expires as no contest, and all bonds go back.'],
    ['ENFORCED', 'DISPUTED', AT, 'it expires as no contest, and all bonds go back, with the fee of the dispute.'],
    ['GATEKEEPER', 'DISPUTED', AT, 'it expires as no contest.'],
    ['GATEKEEPER', 'INTENT_LOCKED', AT, 'it expires as no contest, and the receipt says who stayed silent.'],
    ['SOLO', 'AWAITING_RESOLUTION', AT, 'it expires as no contest.'],
  ] as const)('%s %s', (mode, status, accepted_at, says) => {
    expect(sayDefault({ mode, status, accepted_at })).toBe(says)
  })

  it('never lets a bond go to the other side', () => {
    for (const mode of MODES)
      for (const status of STATUSES) expect(sayDefault({ mode, status, accepted_at: AT })).not.toMatch(/win|other side/)
  })

  it('says what the clock counts to', () => {
    expect(sayEnd({ status: 'AWAITING_COUNTERPARTY', accepted_at: null })).toBe('To be accepted within')
    expect(sayEnd({ status: 'AWAITING_COUNTERPARTY', accepted_at: AT })).toBe('Both bonds to be there within')
    expect(sayEnd({ status: 'DISPUTED', accepted_at: AT })).toBe('To be decided within')
    expect(sayEnd({ status: 'AWAITING_RESOLUTION', accepted_at: AT })).toBe('Ends in')
  })

  it('names the contract’s own time where there is one', () => {
    expect(sayChainEnd({ deadline: { at: AT, then: 'EXPIRED', chain_at: LATER } })?.at).toBe(LATER)
    expect(sayChainEnd({ deadline: { at: AT, then: 'EXPIRED' } })).toBeNull()
    expect(sayChainEnd({ deadline: null })).toBeNull()
  })
})
