import { describe, expect, it } from 'vitest'
import { type Agent, type Standing, standingOf, tagsOf } from './agent'

const NOW = new Date('2027-03-01T12:00:00.000Z')
const agent = (over: Partial<Agent>): Agent => ({
  id: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10',
  did: `did:pkh:eip155:1:0x${'11'.repeat(20)}`,
  member: `0x${'11'.repeat(20)}`,
  userId: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d11',
  organizationId: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d12',
  name: null,
  capabilities: [],
  tags: [],
  ttlSeconds: 60,
  expiresAt: new Date(NOW.getTime() + 1),
  auditor: true,
  auditorSince: NOW,
  createdAt: NOW,
  updatedAt: NOW,
  ...over,
})
const facts = { isLinked: true, locked: 5n, minimum: 5n }

describe('where an agent stands', () => {
  it.each<[string, Partial<Agent>, object, Standing]>([
    ['in the next roster', {}, {}, 'STANDS'],
    ['where nothing has to be locked', {}, { locked: 0n, minimum: 0n }, 'STANDS'],
    ['not asking to', { auditor: false }, { isLinked: false }, 'OFF'],
    ['expired in this moment', { expiresAt: NOW }, {}, 'EXPIRED'],
    ['its wallet gone', {}, { isLinked: false }, 'NOT_LINKED'],
    ['a wei short', {}, { locked: 4n }, 'NO_STAKE'],
    ['where committees are off', {}, { minimum: null }, 'COMMITTEES_OFF'],
    ['while nobody can tell', {}, { minimum: undefined }, 'UNKNOWN'],
  ])('%s', (_, over, known, standing) => {
    expect(standingOf(agent(over), { ...facts, ...known }, NOW)).toBe(standing)
  })
})

it('the tags of its capabilities are named once, in order', () => {
  const of = (...tags: string[]) => ({ description: 'x', tags, version: '1.0.0' })
  expect(tagsOf([of('b', 'a'), of(), of('c', 'a')])).toEqual(['a', 'b', 'c'])
})
