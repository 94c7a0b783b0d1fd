import { describe, expect, it } from 'vitest'
import type { ReceiptView } from './types'
import { whatIsAsked } from './what-is-asked'

const CLIENT = `0x${'c1'.repeat(20)}`
const PROVIDER = `0x${'d2'.repeat(20)}`
const MEMBER = `0x${'e3'.repeat(20)}`
const NOW = new Date('2026-11-21T12:00:00.000Z')

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
  appealUntil: null,
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

  it.each([CLIENT, PROVIDER])('either side may appeal as long as the desk says', (side) => {
    const until = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000)
    const decided = (appealUntil: Date | null) => kinds({ status: 'FINALIZED', appealUntil }, { names: [side] })
    expect(decided(until(1))).toEqual(['appeal'])
    expect(decided(until(0))).toEqual([])
    expect(decided(null)).toEqual([])
    expect(kinds({ status: 'FAILED', appealUntil: until(1) }, { names: [MEMBER], seat: MEMBER })).toEqual([])
  })
})
