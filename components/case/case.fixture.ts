import type { CaseView } from './types'

export const CREATOR = `0x${'aa'.repeat(20)}`
export const COUNTERPARTY = `0x${'bb'.repeat(20)}`
export const MEMBERS = [1, 2, 3].map((digit) => `0x${`0${digit}`.repeat(20)}`)
const AT = '2026-12-01T12:00:00.000Z'

export const vote = (
  member: string | undefined,
  outcome: CaseView['votes'][number]['outcome'],
  round = 0,
): CaseView['votes'][number] => ({
  member: member ?? '',
  round,
  outcome,
  signature: '0x',
  signature_hash: '0x',
  at: AT,
})

/** An open dispute over a bond, whose panel of three sits and has not voted, as a party sees it. */
export function fakeCase(over: Partial<CaseView> = {}): CaseView {
  return {
    id: `0x${'ca'.repeat(32)}`,
    challenge_id: '0193f1a2-7c1e-7b3a-9d0e-5f2a6c4b8d10',
    deal_id: `0x${'de'.repeat(32)}`,
    your_role: 'creator',
    your_seat: null,
    status: 'OPEN',
    outcome: null,
    opener: `did:pkh:eip155:31337:${CREATOR}`,
    reason: 'It never came.',
    document: {},
    k: 2,
    m: 3,
    round: 0,
    roster_epoch: 490_000,
    seed_block: 120,
    block_hash: `0x${'b1'.repeat(32)}`,
    seed: `0x${'5e'.repeat(32)}`,
    committee: MEMBERS.map((member, seat) => ({ seat, member, attempt: seat })),
    excluded: [],
    votes: [],
    evidence: [],
    challenge: {
      mode: 'FIRE',
      status: 'DISPUTED',
      title: 'Bike',
      description: null,
      terms: null,
      documents: [],
      creator: `did:pkh:eip155:31337:${CREATOR}`,
      counterparty: `did:pkh:eip155:31337:${COUNTERPARTY}`,
      bond: {},
      resolution: {},
      final_hash: null,
      deadline_at: AT,
    },
    opened_at: AT,
    ended_at: null,
    ...over,
  }
}
