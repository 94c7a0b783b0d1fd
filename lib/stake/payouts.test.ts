import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import slashVectors from '@/test/vectors/slash.json'
import splitVectors from '@/test/vectors/split.json'
import { disputeFeeOf } from './deal'
import { type DealEnding, payoutsOf, slashOf, splitOf } from './payouts'

describe('slashOf', () => {
  it.each(slashVectors)('divides $loser_bond among $provers as the vectors do', (vector) => {
    const slash = slashOf({
      bond: BigInt(vector.loser_bond),
      provers: vector.provers,
      disputeFee: BigInt(vector.dispute_fee),
      openerIsWinner: vector.opener_is_winner,
    })

    expect({
      burn: slash.burn.toString(),
      treasury: slash.treasury.toString(),
      each_prover: slash.eachProver.toString(),
      fee_back_to_opener: slash.feeBackToOpener.toString(),
      winner_reward: slash.winnerReward.toString(),
    }).toEqual({
      burn: vector.burn,
      treasury: vector.treasury,
      each_prover: vector.each_prover,
      fee_back_to_opener: vector.fee_back_to_opener,
      winner_reward: vector.winner_reward,
    })
  })
})

describe('splitOf', () => {
  it.each(splitVectors)('splits $creator_held and $counterparty_held at $creator_bps as the vectors do', (vector) => {
    const held = BigInt(vector.creator_held) + BigInt(vector.counterparty_held)

    expect(splitOf(held, vector.creator_bps)).toEqual({
      toCreator: BigInt(vector.to_creator),
      toCounterparty: BigInt(vector.to_counterparty),
    })
  })
})

describe('payoutsOf', () => {
  const deal = { creatorBond: 1_000_003n, counterpartyBond: 999_997n, creatorBase: 0n, counterpartyBase: 50n }
  const three = ['0x01', '0x02', '0x03']

  it('gives the winner their own, both bases and their part of the lost bond', () => {
    expect(payoutsOf(deal, null, { kind: 'settled', outcome: 'CREATOR_WIN', provers: [] })).toEqual([
      { to: 'creator', amount: 1_600_052n },
      { to: 'treasury', amount: 99_999n },
      { to: 'burn', amount: 299_999n },
    ])
  })

  it('refunds everybody when a clock ends it', () => {
    expect(payoutsOf(deal, 'creator', { kind: 'expired' })).toEqual([
      { to: 'creator', amount: 1_000_003n + 100_000n },
      { to: 'counterparty', amount: 999_997n + 50n },
    ])
  })

  it('pays the panel the fee of a draw and the opener its dust', () => {
    expect(payoutsOf(deal, 'counterparty', { kind: 'settled', outcome: 'DRAW', provers: three })).toEqual([
      { to: 'creator', amount: 1_000_003n },
      { to: 'counterparty', amount: 999_997n + 50n + 1n },
      ...three.map((member) => ({ to: 'prover', member, amount: 33_333n })),
    ])
  })

  it('pays out exactly what was deposited, whatever the ending', () => {
    const amount = fc.bigInt({ min: 1n, max: 2n ** 128n - 1n })
    const outcome = fc.constantFrom('FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST')
    const opener = fc.constantFrom<'creator' | 'counterparty' | null>('creator', 'counterparty', null)
    fc.assert(
      fc.property(
        amount,
        amount,
        amount,
        amount,
        outcome,
        opener,
        fc.integer({ min: 0, max: 9 }),
        (a, b, c, d, o, by, n) => {
          const sums = { creatorBond: a, counterpartyBond: b, creatorBase: c, counterpartyBase: d }
          const ending = {
            kind: 'settled',
            outcome: o,
            provers: Array.from({ length: n }, (_, i) => `0x${i}`),
          } as DealEnding
          const paid = payoutsOf(sums, by, ending).reduce((sum, payout) => sum + payout.amount, 0n)

          expect(paid).toBe(a + b + c + d + (by ? disputeFeeOf(sums) : 0n))
        },
      ),
    )
  })
})
