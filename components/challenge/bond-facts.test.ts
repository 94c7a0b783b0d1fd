import { describe, expect, it } from 'vitest'
import { NETWORKS, TUSD } from '@/components/challenge-form/desk.fixture'
import type { StakeView } from '@/components/data/types'
import { depositsOf, unitOf } from './bond-facts'

const bond = {
  network: 'eip155:31337',
  token_address: TUSD,
  creator: '1000003',
  counterparty: '999997',
  creator_base: '5',
}

const stake = (over: Partial<StakeView>): StakeView => ({
  kind: 'HONESTY_BOND',
  role: 'creator',
  party: '0x01',
  token: TUSD,
  amount: '1000003',
  status: 'HELD',
  tx_hash: '0xaa',
  block_number: 7,
  confirmed: true,
  ...over,
})

const read = (stakes: StakeView[], status: 'AWAITING_COUNTERPARTY' | 'EXPIRED' = 'AWAITING_COUNTERPARTY') =>
  depositsOf({ bond, stakes, status }, 'creator')

describe('what a side puts down', () => {
  it('is the bond and the stake, whether or not it is there', () => {
    expect(read([]).map(({ what, units, word }) => [what, units, word])).toEqual([
      ['Bond', '1000003', 'not there yet'],
      ['Stake', '5', 'not there yet'],
    ])
  })

  it.each([
    ['PENDING', 'wait', 'seen, not confirmed'],
    ['HELD', 'ok', 'held'],
    ['RELEASED', 'ok', 'released'],
    ['REFUNDED', 'ok', 'given back'],
    ['SLASHED', 'no', 'lost'],
  ] as const)('%s is %s: %s', (status, look, word) => {
    expect(read([stake({ status })])[0]).toMatchObject({ look, word, txHash: '0xaa' })
  })

  it('names a dispute’s fee once it was paid, and leaves the other side’s out', () => {
    const stakes = [
      stake({ kind: 'DISPUTE_FEE', amount: '100000' }),
      stake({ role: 'counterparty', status: 'SLASHED' }),
    ]
    expect(read(stakes).map(({ what, word }) => [what, word])).toEqual([
      ['Bond', 'not there yet'],
      ['Stake', 'not there yet'],
      ['Dispute fee', 'held'],
    ])
  })

  it('was never put down when it ended without', () => {
    expect(read([], 'EXPIRED')[0]).toMatchObject({ look: 'none', word: 'never put down' })
  })

  it('is nothing without a bond', () => {
    expect(depositsOf({ bond: null, stakes: [], status: 'DRAFT' }, 'creator')).toEqual([])
  })
})

describe('the asset of a bond', () => {
  it('is written as the desk lists it, else in its smallest unit', () => {
    expect(unitOf(bond, NETWORKS)).toEqual({ symbol: 'tUSD', decimals: 6 })
    expect(unitOf({ ...bond, token_address: '0x99' }, NETWORKS)).toEqual({ symbol: 'units', decimals: 0 })
  })
})
