import { describe, expect, it } from 'vitest'
import { DealAnswer } from '@/lib/stake/schemas'
import { mergeLeaveFiles, readLeaveFile, writeOffer } from './leave-file'

const ID = `0x${'d1'.repeat(32)}`
const ESCROW = `0x${'ec'.repeat(20)}`
const CREATOR = `0x${'aa'.repeat(20)}`
const SIGNATURE = `0x${'12'.repeat(64)}1b`
const message = {
  title: 'Countersign: end as DRAW',
  challenge: '0193a5f0-0000-7000-8000-000000000001',
  deal: ID,
  final: `0x${'f1'.repeat(32)}`,
  outcome: 'DRAW',
  toCreator: '0',
  toCounterparty: '0',
  nonce: '0',
  validUntil: '2000000000',
}

/** What `GET challenges/:id/deal` answers: its own schema takes it. */
const dealFile = {
  id: ID,
  challenge: message.challenge,
  chain_id: 'eip155:31337',
  escrow: ESCROW,
  rpc_url: 'http://127.0.0.1:8545',
  deal: { creator: CREATOR, panel: { k: 1 } },
  domain: { name: 'Countersign', version: '1', chainId: 31337, verifyingContract: ESCROW },
  status: {
    seen: 'JOINED',
    confirmed: 'JOINED',
    join_by: '2026-12-31T12:00:00.000Z',
    respond_by: null,
    settle_by: '2026-12-31T12:00:00.000Z',
    disputed_at: null,
    dispute_until: null,
    round: 0,
    seed_block: null,
    seed: null,
    next_attempt: 0,
    responses: { creator: null, counterparty: null },
    ending: null,
    ended_tx: null,
  },
  nonces: { creator: '0', counterparty: '0' },
  case_hash: null,
  settlement: [{ role: 'creator', signer: CREATOR, message, signature: SIGNATURE }],
  votes: [{ member: CREATOR, outcome: 'DRAW', round: 1, signature: SIGNATURE }],
  roster: {
    epoch: 7,
    root: `0x${'44'.repeat(32)}`,
    total_weight: '500',
    rows: [{ index: 0, id: CREATOR, member: CREATOR, weight_before: '0', weight: '500', proof: [] }],
  },
}
const read = (value: unknown) => readLeaveFile(JSON.stringify(value))

describe('the file of a deal', () => {
  it('is what the desk answers', () => {
    expect(() => DealAnswer.parse(dealFile)).not.toThrow()
    expect(read(dealFile)).toEqual({
      chainId: 31337,
      escrow: ESCROW,
      id: ID,
      challenge: message.challenge,
      offers: [{ message, signer: CREATOR, signature: SIGNATURE }],
      votes: [{ member: CREATOR, outcome: 'DRAW', round: 1, signature: SIGNATURE }],
      roster: [{ id: CREATOR, weight: 500n }],
      localNode: 'http://127.0.0.1:8545',
    })
  })

  it('may be a bundle, whose signatures say where the deal is', () => {
    const settlement = [{ message, domain: dealFile.domain, signer: CREATOR, signature: SIGNATURE }]
    const bundle = { v: 'countersign.bundle/1', receipt: { subject: message.challenge }, settlement }
    expect(read(bundle)).toMatchObject({ chainId: 31337, escrow: ESCROW, id: ID, challenge: message.challenge })
  })

  it('never names a node but one of this machine', () => {
    expect(read({ ...dealFile, rpc_url: 'https://rpc.example/steal' }).localNode).toBeNull()
    expect(read({ ...dealFile, rpc_url: 'http://127.0.0.1.example' }).localNode).toBeNull()
  })

  it('leaves out what is not signed, or is about another deal', () => {
    const settlement = [
      ...dealFile.settlement,
      { signer: CREATOR, message: { ...message, deal: `0x${'d2'.repeat(32)}` }, signature: SIGNATURE },
      { signer: CREATOR, message, signature: '0xzz' },
      { signer: CREATOR, message: { title: 'x' }, signature: SIGNATURE },
      'nothing',
    ]
    expect(read({ ...dealFile, settlement }).offers).toHaveLength(1)
    expect(
      read({ ...dealFile, votes: [{ outcome: 'OTHER' }, null], roster: { rows: [{ id: CREATOR, weight: '-1' }] } }),
    ).toMatchObject({ votes: [], roster: [] })
  })

  it.each([
    ['no JSON', 'hello', 'is not JSON'],
    ['a list', '[]', 'is not JSON'],
    ['nothing of a deal', '{}', 'names no deal'],
    ['no escrow', JSON.stringify({ ...dealFile, escrow: 'there' }), 'names no deal'],
  ])('is refused with %s', (_, text, why) => {
    expect(() => readLeaveFile(text)).toThrow(why)
  })

  it('takes what the other party hands over, once', () => {
    const own = read({ ...dealFile, settlement: [] })
    const [offer] = read(dealFile).offers
    if (!offer) throw new Error('no offer')
    const handed = readLeaveFile(writeOffer(own, offer))
    const both = mergeLeaveFiles(mergeLeaveFiles(own, handed), handed)
    expect(both.offers).toEqual([offer])
    expect(both.roster).toHaveLength(1)
    const other = read({ ...dealFile, id: `0x${'d3'.repeat(32)}` })
    expect(() => mergeLeaveFiles(own, other)).toThrow('two different deals')
  })
})
