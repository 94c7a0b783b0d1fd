import { describe, expect, it } from 'vitest'
import type { ReceiptView } from './types'
import { decidedAt, whatIsAsked } from './what-is-asked'

const CLIENT = `0x${'c1'.repeat(20)}`
const PROVIDER = `0x${'d2'.repeat(20)}`
const MEMBER = `0x${'e3'.repeat(20)}`
const NOW = new Date('2026-11-21T12:00:00.000Z')
const daysAgo = (days: number) => new Date(NOW.getTime() - days * 86_400_000)

const receipt = {
  kind: 'task',
  task: { client_did: `did:pkh:eip155:1:${CLIENT}`, agent_did: `did:pkh:eip155:31337:${PROVIDER}` },
} as ReceiptView['receipt']

type Task = Parameters<typeof whatIsAsked>[0]
const task = (over: Partial<Task> = {}): Task => ({
  receipt,
  status: 'PENDING',
  statements: [],
  trial: 0,
  decidedAt: null,
  appealed: false,
  ...over,
})
const kinds = (over: Partial<Task>, viewer: Partial<Parameters<typeof whatIsAsked>[1]>) =>
  whatIsAsked(task(over), { names: [], seat: null, ...viewer }, NOW).map(({ kind }) => kind)
const accepted = { type: 'ACCEPTED', role: 'client', trial: 0, member: null } as const
const passed = { type: 'AUDIT_PASS', role: 'member', trial: 0, member: MEMBER } as const

describe('what is asked about a task', () => {
  it.each(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'] as const)(
    'the client says in %s whether it took it',
    (status) => {
      expect(kinds({ status }, { names: [CLIENT] })).toEqual(['accept'])
    },
  )

  it.each(['FINALIZED', 'FAILED', 'EXPIRED', 'REVERSED'] as const)('nobody says anything once it is %s', (status) => {
    expect(kinds({ status }, { names: [CLIENT] })).toEqual([])
    expect(kinds({ status }, { seat: MEMBER })).toEqual([])
  })

  it('the client says it once in each trial', () => {
    expect(kinds({ statements: [accepted] }, { names: [CLIENT] })).toEqual([])
    expect(kinds({ status: 'APPEALED', trial: 1, statements: [accepted] }, { names: [CLIENT] })).toEqual(['accept'])
  })

  it('the provider is asked nothing, whatever other name it has', () => {
    expect(kinds({}, { names: [PROVIDER] })).toEqual([])
    expect(kinds({}, { names: [PROVIDER, CLIENT] })).toEqual([])
  })

  it('a member judges once its committee sits, and not twice', () => {
    expect(kinds({ status: 'AWAITING_COMMITTEE' }, { seat: MEMBER })).toEqual([])
    expect(kinds({}, { seat: MEMBER })).toEqual(['judge', 'safety'])
    expect(kinds({ statements: [passed] }, { seat: MEMBER })).toEqual(['safety'])
    expect(kinds({ statements: [{ ...passed, type: 'AUDIT_FAIL' }] }, { seat: MEMBER })).toEqual(['safety'])
    expect(kinds({ statements: [{ ...passed, member: CLIENT }] }, { seat: MEMBER })).toEqual(['judge', 'safety'])
  })

  it('safety may be said besides, once', () => {
    const safe = { ...passed, type: 'SAFETY_PASS' as const }
    expect(kinds({ statements: [safe] }, { seat: MEMBER })).toEqual(['judge'])
    expect(kinds({ statements: [safe, passed] }, { seat: MEMBER })).toEqual([])
    expect(kinds({ status: 'APPEALED', trial: 1, statements: [safe, passed] }, { seat: MEMBER })).toEqual([
      'judge',
      'safety',
    ])
  })

  it.each([CLIENT, PROVIDER])('either side may appeal within seven days', (side) => {
    const decided = (days: number, over: Partial<Task> = {}) =>
      kinds({ status: 'FINALIZED', decidedAt: daysAgo(days), ...over }, { names: [side] })
    expect(decided(6.9)).toEqual(['appeal'])
    expect(decided(7)).toEqual([])
    expect(decided(1, { status: 'FAILED' })).toEqual(['appeal'])
    expect(decided(1, { status: 'EXPIRED' })).toEqual([])
    expect(decided(1, { appealed: true })).toEqual([])
    expect(decided(1, { decidedAt: null })).toEqual([])
  })

  it('nobody else may appeal', () => {
    expect(kinds({ status: 'FAILED', decidedAt: daysAgo(1) }, { names: [MEMBER], seat: MEMBER })).toEqual([])
  })
})

describe('when a task was decided', () => {
  const said = (role: 'member' | 'client', days: number) => ({ role, created_at: daysAgo(days).toISOString() })
  const attestations = [said('member', 3), said('member', 2), said('client', 1)]

  it('is what the desk says, also after an appeal has added statements', () => {
    const finalized_at = daysAgo(6).toISOString()
    expect(decidedAt({ status: 'FAILED', finalized_at, attestations })).toEqual(daysAgo(6))
    expect(decidedAt({ status: 'PENDING', finalized_at: null, attestations })).toBeNull()
  })

  it('is its last member’s word where the desk does not say', () => {
    expect(decidedAt({ status: 'FINALIZED', attestations })).toEqual(daysAgo(2))
    expect(decidedAt({ status: 'PENDING', attestations })).toBeNull()
    expect(decidedAt({ status: 'FAILED', attestations: [said('client', 1)] })).toBeNull()
  })
})
