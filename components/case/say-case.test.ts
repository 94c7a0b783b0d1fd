import { describe, expect, it } from 'vitest'
import { COUNTERPARTY, fakeCase, MEMBERS, vote } from './case.fixture'
import { hasShare, openerOf, sayAbsent, sayPanelShort, sayQuorum, sayStanding, tallyOf, voteOf } from './say-case'
import type { CaseView } from './types'

const [first, second, third] = MEMBERS
const member = { your_role: 'member', your_seat: first ?? null } as const
const title = (over: Partial<CaseView>) => sayStanding(fakeCase(over)).title

describe('where a dispute stands', () => {
  it.each([
    [{ status: 'PREPARED' }, 'Written down, not opened yet'],
    [{ m: 0, k: 0, committee: [] }, 'You two decide'],
    [{ committee: [] }, 'The panel is being drawn'],
    [{}, 'The panel decides'],
    [member, 'Say how it ended'],
    [{ ...member, votes: [vote(first, 'DRAW')] }, 'You voted: a draw'],
    [{ status: 'DECIDED', outcome: 'CREATOR_WIN' }, 'The panel decided: the creator wins'],
    [{ status: 'EXPIRED' }, 'No verdict in time'],
    [{ status: 'WITHDRAWN' }, 'It ended without the panel'],
  ] as const)('%j', (over, says) => {
    expect(title(over as Partial<CaseView>)).toBe(says)
  })

  it('asks for a vote of nobody but a sitting member who has not voted, while it is open', () => {
    const asks = (over: Partial<CaseView>) => sayStanding(fakeCase(over)).votes
    expect(asks(member)).toBe(true)
    expect(asks({})).toBe(false)
    expect(asks({ ...member, votes: [vote(first, 'DRAW')] })).toBe(false)
    expect(asks({ ...member, status: 'DECIDED' })).toBe(false)
    expect(asks({ ...member, votes: [vote(second, 'DRAW')] })).toBe(true)
  })
})

describe('k of m', () => {
  it.each([
    [{ committee: [] }, 'None of 3 seats are drawn. 2 equal votes decide.'],
    [{ committee: fakeCase().committee.slice(0, 1) }, '1 of 3 seats is drawn. 2 equal votes decide.'],
    [{}, 'Nobody has voted. 2 equal votes decide.'],
    [{ votes: [vote(first, 'DRAW')] }, '1 of 3 has voted. 2 equal votes decide; a draw has 1.'],
    [
      { votes: [vote(first, 'DRAW'), vote(second, 'FULFILLED')] },
      '2 of 3 have voted. 2 equal votes decide; a draw has 1.',
    ],
    [
      { votes: [vote(first, 'DRAW'), vote(second, 'FULFILLED'), vote(third, 'FULFILLED')] },
      '3 of 3 have voted. 2 say: fulfilled. That decides it.',
    ],
    [{ m: 0, k: 0, committee: [] }, 'There is no panel.'],
  ])('%#', (over, says) => {
    expect(sayQuorum(fakeCase(over))).toBe(says)
  })

  it('counts in the contract’s second round no vote of the first; in the desk’s own draw it counts on', () => {
    const late = { round: 1, votes: [vote(first, 'DRAW', 0)] }
    expect(voteOf(fakeCase(late), first ?? '')).toBeNull()
    expect(voteOf(fakeCase({ ...late, deal_id: null }), first ?? '')?.outcome).toBe('DRAW')
  })

  it('counts nobody who does not sit', () => {
    expect(tallyOf(fakeCase({ votes: [vote(COUNTERPARTY, 'DRAW')] }))).toEqual([])
  })
})

it('pays members who voted for what was decided, where a contract pays', () => {
  const won = { ...member, status: 'DECIDED' as const, outcome: 'DRAW' as const, votes: [vote(first, 'DRAW')] }
  expect(hasShare(fakeCase(won))).toBe(true)
  expect(hasShare(fakeCase({ ...won, outcome: 'FULFILLED' }))).toBe(false)
  expect(hasShare(fakeCase({ ...won, status: 'OPEN', outcome: null }))).toBe(false)
  expect(hasShare(fakeCase({ ...won, deal_id: null }))).toBe(false)
  expect(hasShare(fakeCase({ ...won, your_role: 'creator', your_seat: null }))).toBe(false)
})

it('says it in one line beside the challenge', () => {
  expect(sayPanelShort(fakeCase())).toBe('Nobody has voted. 2 equal votes decide.')
  expect(sayPanelShort(fakeCase({ committee: [] }))).toBe('The panel is being drawn.')
  expect(sayPanelShort(fakeCase({ status: 'DECIDED', outcome: 'DRAW' }))).toBe('The panel decided: a draw.')
})

it('knows who opened it by their address, whatever chain they proved it on', () => {
  expect(openerOf(fakeCase())).toBe('creator')
  expect(openerOf(fakeCase({ opener: `did:pkh:eip155:1:${COUNTERPARTY}` }))).toBe('counterparty')
})

it('says what is there of a file that is not', () => {
  expect(sayAbsent({ name: 'a.pdf', uploaded_at: null })).toBe('Only its hash is here.')
  expect(sayAbsent({ name: null, uploaded_at: '2026-12-01T12:00:00.000Z' })).toBe('Erased. Its hash stays.')
})
