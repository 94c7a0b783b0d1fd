import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { EscrowArgs } from '@/lib/chain/escrow-log'
import type { Hex } from '@/lib/proof/hash'
import { COUNTERPARTY, CREATOR, logAt, loggedDeal, word } from './deal-logs.fixture'
import { type DealLog, foldDeal } from './fold-deal'
import { BURN_ADDRESS } from './payouts'

const deal = loggedDeal()
const ALL = 10_000n
const MEMBER: Hex = `0x${'aa'.repeat(20)}`
const TREASURY: Hex = `0x${'77'.repeat(20)}`

const opened = logAt(0, 'Opened', { creator: CREATOR, counterparty: COUNTERPARTY })
const joined = logAt(1, 'Joined', {})
const disputed = (opener: Hex = COUNTERPARTY) =>
  logAt(2, 'DisputeOpened', { opener, caseHash: word(0xca5e), fee: '200', until: '1800200000', seedBlock: '106' })
const credited = (index: number, account: Hex, amount: string, block: number, tx: number): DealLog =>
  logAt(0, 'Credited', { account, token: deal.token, amount }, { block, tx, index })

describe('what the chain says of a deal', () => {
  it('is nothing without logs', () => {
    expect(foldDeal(deal, [], ALL)).toMatchObject({
      seen: 'NONE',
      confirmed: 'NONE',
      deposits: { creator: null, counterparty: null },
      dispute: null,
      ending: null,
      nonces: { creator: 0n, counterparty: 0n },
    })
  })

  it.each([
    [99n, 'OPEN', 'NONE', false],
    [100n, 'OPEN', 'OPEN', true],
  ])('of a deposit in block 100 with confirmations up to %s', (confirmedNumber, seen, confirmed, isConfirmed) => {
    const news = foldDeal(deal, [opened], confirmedNumber)
    expect(news).toMatchObject({ seen, confirmed })
    expect(news.deposits.creator).toEqual({
      txHash: opened.txHash,
      blockNumber: 100n,
      blockHash: opened.blockHash,
      blockTime: opened.blockTime,
      confirmed: isConfirmed,
    })
  })

  it('keeps apart what is confirmed and what is only seen', () => {
    const news = foldDeal(deal, [opened, joined, disputed()], 100n)
    expect(news).toMatchObject({ seen: 'DISPUTED', confirmed: 'OPEN', dispute: null })
    expect(news.deposits).toMatchObject({ creator: { confirmed: true }, counterparty: { confirmed: false } })
    expect(news.disputeFee).toMatchObject({ by: 'counterparty', amount: 200n, confirmed: false })
  })

  it('takes responses and voided offers of the two parties only', () => {
    const logs = [
      opened,
      joined,
      logAt(2, 'Responded', { party: COUNTERPARTY, responseHash: word(2) }),
      logAt(3, 'OffersVoided', { party: CREATOR, nonce: '1' }),
      logAt(4, 'OffersVoided', { party: CREATOR, nonce: '2' }),
      logAt(5, 'OffersVoided', { party: MEMBER, nonce: '7' }),
    ]
    const news = foldDeal(deal, logs, ALL)
    expect(news.responses).toEqual({ creator: null, counterparty: word(2) })
    expect(news.nonces).toEqual({ creator: 2n, counterparty: 0n })
    expect(foldDeal(deal, logs, 103n).nonces).toEqual({ creator: 1n, counterparty: 0n })
  })

  it('follows a panel from its seed to the second round', () => {
    const logs = [
      ...[opened, joined, disputed()],
      logAt(3, 'SeedMissed', { round: 0, seedBlock: '500' }),
      logAt(4, 'SeedFixed', { round: 0, seed: word(0x5eed), blockHash: word(0xb10c) }),
      logAt(5, 'Seated', { round: 0, seat: 0, attempt: 2, member: MEMBER }),
      logAt(6, 'Redrawn', { round: 1, seedBlock: '900' }),
      logAt(7, 'Seated', { round: 1, seat: 0, attempt: 0, member: TREASURY }),
    ]
    expect(foldDeal(deal, logs, 105n).dispute).toEqual({
      opener: 'counterparty',
      caseHash: word(0xca5e),
      fee: 200n,
      openedAt: logs[2]?.blockTime,
      until: new Date(1_800_200_000_000),
      seedBlock: 500n,
      blockHash: word(0xb10c),
      seed: word(0x5eed),
      round: 0,
      nextAttempt: 3,
      seats: [{ member: MEMBER, attempt: 2 }],
    })
    const news = foldDeal(deal, logs, ALL)
    expect(news.dispute).toMatchObject({
      ...{ round: 1, seedBlock: 900n, seed: null, blockHash: null, nextAttempt: 1 },
      seats: [{ member: TREASURY, attempt: 0 }],
    })
    expect(news.seats).toEqual([
      { round: 0, seat: 0, attempt: 2, member: MEMBER },
      { round: 1, seat: 0, attempt: 0, member: TREASURY },
    ])
  })

  it.each([
    ['Settled', { outcome: 'CREATOR_WIN', by: 'PANEL' }, 'settled', 'CREATOR_WIN', 'PANEL'],
    ['Split', { toCreator: '1', toCounterparty: '2' }, 'split', 'DRAW', 'PARTIES'],
    ['Expired', {}, 'expired', 'NO_CONTEST', null],
  ] as const)('ends by %s with what was credited, account by account', (name, args, kind, outcome, decider) => {
    const logs = [
      ...[opened, joined],
      logAt(2, name, args as EscrowArgs[typeof name], { block: 110, tx: 9 }),
      credited(1, CREATOR, '2450', 110, 9),
      credited(2, BURN_ADDRESS, '600', 110, 9),
      credited(3, CREATOR, '5', 110, 9),
    ]
    expect(foldDeal(deal, logs, ALL)).toMatchObject({ seen: 'ENDED', confirmed: 'ENDED' })
    expect(foldDeal(deal, logs, ALL).ending).toEqual({
      ...{ kind, outcome, decider, txHash: word(0x7000009), at: logs[2]?.blockTime },
      credits: [
        { account: CREATOR, amount: 2_455n },
        { account: BURN_ADDRESS, amount: 600n },
      ],
    })
    expect(foldDeal(deal, logs, 109n)).toMatchObject({ seen: 'ENDED', confirmed: 'JOINED', ending: null })
  })
})

/** A life of a deal as the contract allows it. */
const lives = fc
  .record({
    joins: fc.boolean(),
    voids: fc.nat({ max: 3 }),
    responds: fc.subarray([CREATOR, COUNTERPARTY]),
    disputes: fc.boolean(),
    seats: fc.nat({ max: 5 }),
    redraws: fc.boolean(),
    ends: fc.constantFrom('Settled', 'Split', 'Expired', null),
    gap: fc.integer({ min: 0, max: 3 }),
  })
  .map(({ joins, voids, responds, disputes, seats, redraws, ends, gap }) => {
    const logs: DealLog[] = []
    const add = (
      ...[name, args]: Parameters<typeof logAt> extends [number, infer N, infer A, ...unknown[]] ? [N, A] : never
    ) => {
      const place = logs.length
      logs.push(logAt(place, name, args as never, { block: 100 + gap * (place >> 1), index: place }))
    }
    add('Opened', { creator: CREATOR, counterparty: COUNTERPARTY })
    for (let nonce = 1; nonce <= voids; nonce++) add('OffersVoided', { party: CREATOR, nonce: String(nonce) })
    if (joins) {
      add('Joined', {})
      for (const party of responds) add('Responded', { party, responseHash: word(party === CREATOR ? 1 : 2) })
      if (disputes) {
        add('DisputeOpened', { opener: CREATOR, caseHash: word(1), fee: '200', until: '1800200000', seedBlock: '9' })
        add('SeedFixed', { round: 0, seed: word(3), blockHash: word(4) })
        for (let seat = 0; seat < seats; seat++)
          add('Seated', { round: 0, seat, attempt: 2 * seat, member: word(seat) })
        if (redraws) add('Redrawn', { round: 1, seedBlock: '99' })
      }
    }
    if (ends === 'Settled') add('Settled', { outcome: 'CREATOR_WIN', by: 'PARTIES' })
    if (ends === 'Split') add('Split', { toCreator: '1', toCounterparty: '2' })
    if (ends === 'Expired') add('Expired', {})
    return logs
  })

describe('folding', () => {
  it('gives the same for any order and any repetition, at every point of any life', () => {
    const cases = lives.chain((logs) =>
      fc.nat({ max: logs.length }).chain((length) => {
        const prefix = logs.slice(0, length)
        const twice = fc.shuffledSubarray([...prefix, ...prefix], { minLength: 2 * length, maxLength: 2 * length })
        return fc.tuple(fc.constant(prefix), twice, fc.bigInt({ min: 99n, max: 150n }))
      }),
    )
    fc.assert(
      fc.property(cases, ([prefix, shuffled, confirmedNumber]) => {
        expect(foldDeal(deal, shuffled, confirmedNumber)).toEqual(foldDeal(deal, prefix, confirmedNumber))
      }),
    )
  })

  it('never says of the confirmed part what the first logs alone would not', () => {
    fc.assert(
      fc.property(lives, fc.bigInt({ min: 99n, max: 150n }), (logs, confirmedNumber) => {
        const news = foldDeal(deal, logs, confirmedNumber)
        const alone = foldDeal(
          deal,
          logs.filter((log) => log.blockNumber <= confirmedNumber),
          ALL,
        )
        expect(news).toMatchObject({
          confirmed: alone.seen,
          responses: alone.responses,
          dispute: alone.dispute,
          nonces: alone.nonces,
          ending: alone.ending,
        })
      }),
    )
  })
})
