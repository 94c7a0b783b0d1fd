import { type Abi, decodeFunctionData } from 'viem'
import { describe, expect, it } from 'vitest'
import compiled from '@/lib/chain/abi/challenge-escrow.json'
import { buildRoster } from '@/lib/committee/roster'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { ZERO_ADDRESS } from '../deal'
import { someDeal, someOffer } from '../deal.fixture'
import { type ChainStatus, deadlineOf, type KeeperFacts, planKeeperCalls, type Vote } from './plan-calls'

const ID: Hex = `0x${'1d'.repeat(32)}`
const SEED: Hex = `0x${'5e'.repeat(32)}`
const DAY = 86_400n
const member = (index: number): Hex => `0x${String(index).padStart(2, '0').repeat(20)}`
const ROSTER = buildRoster([1, 2, 3, 4, 5, 6, 7].map((index) => ({ id: member(index), weight: 100n })))
const PANEL = { root: ROSTER.root, totalWeight: ROSTER.totalWeight, k: 2, m: 3, struck: [] }

const status = (changes: Partial<ChainStatus> = {}): ChainStatus => ({
  state: 'JOINED',
  disputedAt: 0n,
  disputeUntil: 0n,
  opener: ZERO_ADDRESS,
  creatorResponded: false,
  counterpartyResponded: false,
  round: 0,
  nextAttempt: 0,
  seedBlock: 0n,
  seed: ZERO_HASH,
  seats: [],
  nonces: { creator: 0n, counterparty: 0n, moderator: 0n },
  ...changes,
  block: { number: 100n, seconds: 2_000n, ...changes.block },
})
const facts = (changes: Partial<KeeperFacts> = {}): KeeperFacts => ({
  id: ID,
  escrow: `0x${'ec'.repeat(20)}`,
  deal: someDeal(),
  chain: status(),
  offers: {},
  votes: [],
  decidingRound: null,
  roster: null,
  unstaked: new Set(),
  refused: new Set(),
  ...changes,
})
const plan = (changes: Partial<KeeperFacts> = {}) => planKeeperCalls(facts(changes)).map(({ purpose }) => purpose)
const at = (seconds: bigint, changes: Partial<ChainStatus> = {}) =>
  status({ ...changes, block: { number: 100n, seconds } })

const offer = (changes: Parameters<typeof someOffer>[0] = {}, signature: Hex = '0x01') =>
  someOffer({ deal: ID, ...changes }, signature)
const both = (changes: Parameters<typeof someOffer>[0] = {}) => ({
  creator: offer(changes, '0xc0'),
  counterparty: offer(changes, '0xcc'),
})

describe('what both signed', () => {
  it('is taken to the chain once both are joined', () => {
    expect(plan({ offers: both() })).toEqual(['SETTLE'])
    expect(plan({ offers: both(), chain: status({ state: 'OPEN', block: { number: 1n, seconds: 1n } }) })).toEqual([])
    expect(plan({ offers: both(), chain: at(2_000n, { state: 'DISPUTED', disputeUntil: 9_000n }) })).toEqual(['SETTLE'])
  })

  it.each([
    ['only one has signed', { creator: offer() }],
    ['they signed different outcomes', { creator: offer(), counterparty: offer({ outcome: 'DRAW' }) }],
    ['an offer is over', { creator: offer({ validUntil: '1999' }), counterparty: offer() }],
    ['an offer was voided on chain', { creator: offer(), counterparty: offer({ nonce: '1' }) }],
    ['an offer is for another deal', { creator: offer({ deal: SEED }), counterparty: offer({ deal: SEED }) }],
    ['an offer is under another final hash', { creator: offer({ final: SEED }), counterparty: offer() }],
    ['the titles differ', { creator: offer({ title: 'Countersign: end as DRAW' }), counterparty: offer() }],
  ])('is not, when %s', (_, offers) => expect(plan({ offers })).toEqual([]))

  it('is good to the last second of its validity', () => {
    expect(plan({ offers: both({ validUntil: '2000' }) })).toEqual(['SETTLE'])
  })

  it('needs the nonces that the chain has now', () => {
    const chain = status({ nonces: { creator: 2n, counterparty: 0n, moderator: 0n } })
    expect(plan({ chain, offers: both() })).toEqual([])
    expect(plan({ chain, offers: { creator: offer({ nonce: '2' }), counterparty: offer() } })).toEqual(['SETTLE'])
  })

  it('is a split only of exactly what is held', () => {
    const split = (toCreator: string, toCounterparty: string) =>
      plan({ offers: both({ outcome: 'SPLIT', toCreator, toCounterparty }) })
    expect(split('700', '800')).toEqual(['SPLIT'])
    expect(split('700', '801')).toEqual([])
    expect(plan({ offers: both({ outcome: 'DRAW', toCreator: '1' }) })).toEqual([])
  })

  it('goes before every other ending, even past the deadline', () => {
    expect(plan({ offers: both(), chain: at(9_999n) })).toEqual(['SETTLE'])
  })

  it('is the same call for the same signatures, and another for others', () => {
    const keys = [both(), both(), { ...both(), creator: offer({}, '0xff') }].map(
      (offers) => planKeeperCalls(facts({ offers }))[0]?.key,
    )
    expect(keys[0]).toBe(keys[1])
    expect(keys[2]).not.toBe(keys[0])
  })
})

describe('what the clock brings', () => {
  it.each([
    ['not joined', 'OPEN', 1_000n, {}],
    ['joined and not settled', 'JOINED', 5_000n, {}],
    ['disputed without an end', 'DISPUTED', 7_000n, { disputeUntil: 7_000n }],
  ] as const)('is a refund when %s, a second after the deadline', (_, state, deadline, changes) => {
    expect(plan({ chain: at(deadline, { state, ...changes }) })).toEqual([])
    expect(plan({ chain: at(deadline + 1n, { state, ...changes }) })).toEqual(['EXPIRE'])
  })

  it('is a refund when a response is missing at respondBy, and later when both are in', () => {
    const deal = someDeal({ respondBy: 3_000n })
    const responded = { creatorResponded: true, counterpartyResponded: true }
    expect(deadlineOf(deal, status({ creatorResponded: true }))).toBe(3_000n)
    expect(plan({ deal, chain: at(3_001n, { creatorResponded: true }) })).toEqual(['EXPIRE'])
    expect(plan({ deal, chain: at(3_001n, responded) })).toEqual([])
    expect(plan({ deal, chain: at(5_001n, responded) })).toEqual(['EXPIRE'])
  })

  it.each(['NONE', 'ENDED'] as const)('is nothing for a deal that is %s', (state) => {
    expect(plan({ chain: at(99_999n, { state }), offers: both() })).toEqual([])
  })
})

describe('what others decide', () => {
  const RESOLVER: Hex = `0x${'7e'.repeat(20)}`
  const moderated = { deal: someDeal({ resolver: RESOLVER }), offers: { moderator: offer({ outcome: 'CREATOR_WIN' }) } }
  const oracle = { feed: RESOLVER, comparator: 0 as const, threshold: 5n, notBefore: 1n, maxAge: 99n }
  const decided = { deal: someDeal({ oracle }), decidingRound: 18n }

  it('is taken to the chain until the deadline', () => {
    expect(plan({ ...moderated, chain: at(5_000n) })).toEqual(['RESOLVER'])
    expect(plan({ ...decided, chain: at(5_000n) })).toEqual(['ORACLE'])
    for (const one of [moderated, decided]) expect(plan({ ...one, chain: at(5_001n) })).toEqual(['EXPIRE'])
  })

  it('gets the time of a dispute', () => {
    const chain = at(6_000n, { state: 'DISPUTED', disputeUntil: 7_000n })
    expect(plan({ ...moderated, chain })).toEqual(['RESOLVER'])
  })

  it('needs somebody or something named in the deal', () => {
    expect(plan({ offers: moderated.offers })).toEqual([])
    expect(plan({ decidingRound: 18n })).toEqual([])
  })

  it('waits for both responses', () => {
    const deal = { ...decided.deal, respondBy: 3_000n }
    expect(plan({ ...decided, deal })).toEqual([])
    const chain = status({ creatorResponded: true, counterpartyResponded: true })
    expect(plan({ ...decided, deal, chain })).toEqual(['ORACLE'])
  })

  it('is void once its signer voided it', () => {
    const chain = status({ nonces: { creator: 0n, counterparty: 0n, moderator: 1n } })
    expect(plan({ ...moderated, chain })).toEqual([])
  })
})

describe('a panel', () => {
  const deal = someDeal({ panel: PANEL })
  const disputed = (changes: Partial<ChainStatus> = {}, seconds = 10_000n) =>
    at(seconds, {
      state: 'DISPUTED',
      disputedAt: 10_000n,
      disputeUntil: 10_000n + 3n * DAY,
      seedBlock: 90n,
      ...changes,
    })
  const seats = [member(1), member(2), member(3)]
  const vote = (index: number, outcome: Vote['outcome']): Vote => ({
    member: member(index),
    outcome,
    signature: '0x01',
  })

  it('gets its seed a block after the one that was named', () => {
    expect(plan({ deal, chain: disputed({ seedBlock: 100n }) })).toEqual([])
    expect(plan({ deal, chain: disputed({ seedBlock: 99n }) })).toEqual(['FIX_SEED'])
  })

  it('gets another when that block went out of reach, as another call', () => {
    const [first, second] = [90n, 95n].map((seedBlock) =>
      planKeeperCalls(facts({ deal, chain: disputed({ seedBlock }) })),
    )
    expect(first?.[0]?.key).not.toBe(second?.[0]?.key)
  })

  it('is seated by the rows that the seed draws, from the next attempt on', () => {
    const [call] = planKeeperCalls(facts({ deal, roster: ROSTER, chain: disputed({ seed: SEED }) }))
    expect(call?.purpose).toBe('SEAT')
    const { args } = decodeFunctionData({ abi: compiled.abi as Abi, data: call?.data ?? '0x' })
    const [id, attempt, leaves, proofs] = args as [Hex, number, { member: Hex }[], Hex[][]]
    expect([id, attempt]).toEqual([ID, 0])
    expect(new Set(leaves.map((leaf) => leaf.member.toLowerCase())).size).toBe(3)
    expect(proofs).toHaveLength(leaves.length)

    const later = planKeeperCalls(facts({ deal, roster: ROSTER, chain: disputed({ seed: SEED, nextAttempt: 2 }) }))
    expect(later[0]?.key).toBe(`SEAT:${ID}:0:2`)
  })

  it('is not seated twice, nor from a roster that is not there', () => {
    expect(plan({ deal, roster: ROSTER, chain: disputed({ seed: SEED, seats }) })).toEqual([])
    expect(plan({ deal, roster: null, chain: disputed({ seed: SEED }) })).toEqual([])
  })

  it('goes on drawing while those it hits hold no stake', () => {
    const lengthWith = (unstaked: Hex[]) => {
      const chain = disputed({ seed: SEED })
      const [call] = planKeeperCalls(facts({ deal, roster: ROSTER, chain, unstaked: new Set(unstaked) }))
      return (call?.data.length ?? 0) / 2
    }
    const { args } = decodeFunctionData({
      abi: compiled.abi as Abi,
      data: planKeeperCalls(facts({ deal, roster: ROSTER, chain: disputed({ seed: SEED }) }))[0]?.data ?? '0x',
    })
    const [, , leaves] = args as [Hex, number, { member: Hex }[]]
    const first = (leaves[0]?.member.toLowerCase() ?? '0x') as Hex
    expect(lengthWith([first])).toBeGreaterThan(lengthWith([]))
    expect(lengthWith([1, 2, 3, 4, 5, 6, 7].map(member))).toBe(0)
  })

  it('ends the deal by k equal votes of those who sit, whatever else was voted', () => {
    const chain = disputed({ seed: SEED, seats })
    const votes = [vote(1, 'DRAW'), vote(2, 'CREATOR_WIN'), vote(7, 'DRAW')]
    expect(plan({ deal, chain, votes })).toEqual([])

    const [call] = planKeeperCalls(facts({ deal, chain, votes: [...votes, vote(3, 'CREATOR_WIN')] }))
    expect(call).toMatchObject({ purpose: 'PANEL', key: `PANEL:${ID}:0:CREATOR_WIN` })
  })

  it('is drawn anew a day after the dispute began, once', () => {
    const seated = { seed: SEED, seats }
    expect(plan({ deal, chain: disputed(seated, 10_000n + DAY - 1n) })).toEqual([])
    expect(plan({ deal, chain: disputed(seated, 10_000n + DAY) })).toEqual(['REDRAW'])
    expect(plan({ deal, chain: disputed({ ...seated, round: 1 }, 10_000n + 2n * DAY) })).toEqual([])
  })

  it('is over at the end of the dispute', () => {
    const votes = [vote(1, 'DRAW'), vote(2, 'DRAW')]
    const chain = disputed({ seed: SEED, seats }, 10_001n + 3n * DAY)
    expect(plan({ deal, chain, votes })).toEqual(['EXPIRE'])
  })
})

describe('a call the contract refuses', () => {
  it('makes way for the next ending', () => {
    const deal = someDeal({ resolver: member(9) })
    const offers = { ...both(), moderator: offer({ outcome: 'DRAW' }) }
    const keys: string[] = []
    for (const expected of ['SETTLE', 'RESOLVER']) {
      const [call] = planKeeperCalls(facts({ deal, offers, refused: new Set(keys) }))
      expect(call?.purpose).toBe(expected)
      keys.push(call?.key ?? '')
    }
    expect(plan({ deal, offers, refused: new Set(keys) })).toEqual([])
    expect(plan({ deal, offers, refused: new Set(keys), chain: at(5_001n) })).toEqual(['EXPIRE'])
  })
})
