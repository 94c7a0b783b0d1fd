import { describe, expect, it } from 'vitest'
import type { AppError } from '@/lib/errors'
import type { Identity, JudgedTask, Judgement } from './attestation'
import { requireOpen, requireSpeaker } from './attestation-role'

const address = (n: number) => `0x${String(n).padStart(40, '0')}` as const
const wallet = (n: number, chain = 31337): Identity => ({
  did: `did:pkh:eip155:${chain}:${address(n)}`,
  member: address(n),
})
const KEY = 'did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK'

const [CLIENT, PROVIDER, MEMBER, OTHER] = [wallet(1), wallet(2), wallet(3), wallet(4)]
const TASK: JudgedTask = {
  id: `0x${'ab'.repeat(32)}`,
  status: 'PENDING',
  visibility: 'link',
  parties: [CLIENT.member, PROVIDER.member],
  clientDid: CLIENT.did,
  providerDid: PROVIDER.did,
  clientUserId: 'client',
  providerUserId: 'provider',
  round: 1,
  trial: 0,
  needed: 3,
  committee: { state: 'SEATED', k: 3, m: 5, dueAt: null },
  seats: [MEMBER.member, address(77)],
}

type Who = { userId?: string; identities: Identity[]; did?: string; round?: number; task?: JudgedTask }
const speak = (type: Judgement, { userId = 'somebody', identities, did, round, task = TASK }: Who) =>
  requireSpeaker({ task, userId, identities, type, did, round })

describe('who says what', () => {
  it.each(['ACCEPTED', 'REJECTED'] as const)('%s: the client, under the name in the receipt', (type) => {
    expect(speak(type, { identities: [CLIENT] })).toEqual({ role: 'client', did: CLIENT.did, member: null })
    // The same wallet, proven on another chain: what is signed is still what the receipt names.
    expect(speak(type, { identities: [wallet(1, 1)], did: wallet(1, 1).did })).toMatchObject({ did: CLIENT.did })
  })

  it.each(['AUDIT_PASS', 'AUDIT_FAIL', 'SAFETY_PASS', 'SAFETY_FAIL'] as const)('%s: a seated member', (type) => {
    expect(speak(type, { identities: [OTHER, MEMBER] })).toEqual({ role: 'member', ...MEMBER })
    expect(speak(type, { identities: [MEMBER], round: 1 })).toMatchObject({ role: 'member' })
  })

  it('an agent without a wallet, by the address it was drawn with', () => {
    const agent = { did: KEY, member: address(77) }
    expect(speak('AUDIT_PASS', { identities: [agent, OTHER] })).toEqual({ role: 'member', ...agent })
  })

  const JUDGES = ['AUDIT_PASS', 'AUDIT_FAIL', 'SAFETY_PASS', 'SAFETY_FAIL'] as const
  const REFUSED: [string, readonly Judgement[], Who][] = [
    ['an outsider', [...JUDGES, 'ACCEPTED', 'REJECTED'], { identities: [OTHER] }],
    ['nobody with a name', [...JUDGES, 'ACCEPTED'], { identities: [] }],
    ['the provider', [...JUDGES, 'ACCEPTED', 'REJECTED'], { userId: 'provider', identities: [PROVIDER] }],
    ['the provider on another chain', [...JUDGES, 'ACCEPTED'], { identities: [wallet(2, 1)] }],
    ['a member who is the provider’s user', JUDGES, { userId: 'provider', identities: [MEMBER] }],
    ['a member who took over the provider’s wallet', JUDGES, { identities: [MEMBER, PROVIDER] }],
    ['a member who is the client’s user', JUDGES, { userId: 'client', identities: [MEMBER] }],
    ['a client who took over the provider’s wallet', ['ACCEPTED', 'REJECTED'], { identities: [CLIENT, PROVIDER] }],
    ['the client as a judge', JUDGES, { userId: 'client', identities: [CLIENT] }],
    ['a member as the client', ['ACCEPTED', 'REJECTED'], { identities: [MEMBER] }],
    ['a member under a name without a seat', JUDGES, { identities: [MEMBER, OTHER], did: OTHER.did }],
    ['a member under a name that is not theirs', JUDGES, { identities: [MEMBER], did: wallet(77).did }],
    ['the client under another name', ['ACCEPTED'], { identities: [CLIENT, OTHER], did: OTHER.did }],
    ['a member with a text of the round before', JUDGES, { identities: [MEMBER], round: 0 }],
    ['the client with a text of the round before', ['ACCEPTED'], { identities: [CLIENT], round: 0 }],
    ['a member of a round that is over', JUDGES, { identities: [MEMBER], task: { ...TASK, seats: [address(77)] } }],
  ]
  it.each(REFUSED)('%s: E7002', (_, types, who) => {
    for (const type of types) expect(() => speak(type, who)).toThrow(expect.objectContaining({ code: 'E7002' }))
  })
})

describe('when', () => {
  const statuses = ['AWAITING_COMMITTEE', 'PENDING', 'APPEALED', 'FINALIZED', 'FAILED', 'EXPIRED', 'REVERSED']
  const isOpen = (status: string, role: 'client' | 'member', state: string | null = 'SEATED') => {
    try {
      const committee = state === null ? null : { state, k: 3, m: 5, dueAt: null }
      requireOpen({ ...TASK, status, committee }, { role, did: KEY, member: null })
      return true
    } catch (error) {
      expect(error as AppError).toMatchObject({ code: 'E9004', status: 409 })
      return false
    }
  }

  it('members speak while a committee sits, the client as long as nothing is decided', () => {
    expect(statuses.filter((status) => isOpen(status, 'member'))).toEqual(['PENDING', 'APPEALED'])
    expect(statuses.filter((status) => isOpen(status, 'client'))).toEqual(['AWAITING_COMMITTEE', 'PENDING', 'APPEALED'])
    for (const state of ['WAITING', 'OVER', null]) {
      expect(isOpen('APPEALED', 'member', state)).toBe(false)
      expect(isOpen('APPEALED', 'client', state)).toBe(true)
    }
  })
})
