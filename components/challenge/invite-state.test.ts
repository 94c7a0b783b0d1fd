import { expect, it } from 'vitest'
import { inviteState, sayInvite } from './invite-state'

const NOW = new Date('2026-12-01T12:00:00Z')
const open = {
  status: 'AWAITING_COUNTERPARTY' as const,
  your_role: 'invited' as const,
  accepted_at: null,
  counterparty: null,
  deadline: { at: '2026-12-03T12:00:00.000Z', then: 'EXPIRED' as const },
  reason: null,
  verification: {
    creator: { wallet: 'VERIFIED' as const, funds: 'NOT_REQUIRED' as const },
    counterparty: { wallet: 'PENDING' as const, funds: 'PENDING' as const },
  },
}
const named = { ...open, counterparty: 'did:pkh:eip155:1:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc' }
const signed = { ...open.verification, counterparty: { wallet: 'VERIFIED' as const, funds: 'PENDING' as const } }

it.each([
  ['an open invite', open, true, 'open'],
  ['one nobody has connected for', { ...named, your_role: 'stranger' as const }, false, 'open'],
  ['one for the wallet that looks', { ...named, your_role: 'counterparty' as const }, true, 'open'],
  ['one for another wallet', { ...named, your_role: 'stranger' as const }, true, 'not-you'],
  ['the creator’s own', { ...open, your_role: 'creator' as const }, true, 'yours'],
  ['whoever has countered', { ...named, your_role: 'counterparty' as const, verification: signed }, true, 'yours'],
  [
    'whoever has accepted',
    { ...named, your_role: 'counterparty' as const, status: 'INTENT_LOCKED' as const, accepted_at: 'x' },
    true,
    'yours',
  ],
  [
    'one that was taken',
    { ...named, your_role: 'stranger' as const, status: 'INTENT_LOCKED' as const, accepted_at: 'x' },
    true,
    'taken',
  ],
  ['one that has expired', { ...open, status: 'EXPIRED' as const, deadline: null }, false, 'late'],
  ['one whose time is over', { ...open, deadline: { ...open.deadline, at: NOW.toISOString() } }, true, 'late'],
  ['one that was withdrawn', { ...open, status: 'CANCELLED' as const, deadline: null }, true, 'gone'],
] as const)('%s', (_, challenge, connected, state) => {
  expect(inviteState(challenge, connected, NOW)).toBe(state)
})

it('says what became of it', () => {
  expect(sayInvite('gone', { reason: { code: 'DECLINED', text: 'x' } }).title).toBe('This was declined.')
  expect(sayInvite('gone', { reason: { code: 'WITHDRAWN', text: 'x' } }).title).toBe('This was withdrawn.')
  for (const state of ['not-you', 'taken', 'late'] as const)
    expect(sayInvite(state, { reason: null }).says).toMatch(/\.$/)
})
