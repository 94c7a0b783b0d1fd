import { describe, expect, it } from 'vitest'
import type { Decider } from '@/lib/chain/escrow-log'
import type { Outcome } from '@/lib/proof/outcomes'
import { COUNTERPARTY, CREATOR, logAt, loggedDeal, word } from './deal-logs.fixture'
import { type DealLog, foldDeal } from './fold-deal'
import { stakeRowsOf } from './stake-rows'

const deal = loggedDeal()
const deposits = [logAt(0, 'Opened', { creator: CREATOR, counterparty: COUNTERPARTY }), logAt(1, 'Joined', {})]
const disputed = logAt(2, 'DisputeOpened', {
  ...{ opener: CREATOR, caseHash: word(1), fee: '200', until: '1800200000', seedBlock: '0' },
})
const settled = (outcome: Outcome, by: Decider = 'PARTIES') => logAt(3, 'Settled', { outcome, by })

const statuses = (logs: DealLog[], confirmedNumber = 1_000n) =>
  stakeRowsOf(deal, foldDeal(deal, logs, confirmedNumber)).map(({ role, kind, status }) => `${role} ${kind} ${status}`)

describe('stakes', () => {
  it('are none before a deposit, and none of nothing', () => {
    expect(statuses([])).toEqual([])
    expect(statuses(deposits)).toEqual([
      'creator HONESTY_BOND HELD',
      'creator BASE HELD',
      'counterparty HONESTY_BOND HELD',
    ])
  })

  it('say who put in what, where', () => {
    const [bond] = stakeRowsOf(deal, foldDeal(deal, deposits, 99n))
    expect(bond).toEqual({
      ...{
        kind: 'HONESTY_BOND',
        party: CREATOR,
        role: 'creator',
        token: deal.token,
        amount: 1_000n,
        status: 'PENDING',
      },
      ...{ txHash: deposits[0]?.txHash, blockNumber: 100n, blockHash: deposits[0]?.blockHash },
      ...{ blockTime: deposits[0]?.blockTime, confirmed: false, endedTx: null },
    })
  })

  it('are held from when they are confirmed, and until their end is', () => {
    expect(statuses(deposits, 100n)).toEqual([
      'creator HONESTY_BOND HELD',
      'creator BASE HELD',
      'counterparty HONESTY_BOND PENDING',
    ])
    expect(statuses([...deposits, settled('CREATOR_WIN')], 102n)).toEqual(statuses(deposits))
  })

  it.each([
    ['a win', settled('CREATOR_WIN'), 'RELEASED', 'RELEASED', 'SLASHED', 'REFUNDED'],
    ['a loss', settled('COUNTERPARTY_WIN'), 'SLASHED', 'RELEASED', 'RELEASED', 'REFUNDED'],
    ['a panel’s verdict', settled('CREATOR_WIN', 'PANEL'), 'RELEASED', 'RELEASED', 'SLASHED', 'RELEASED'],
    ['a fulfilled deal', settled('FULFILLED'), 'REFUNDED', 'REFUNDED', 'REFUNDED', 'REFUNDED'],
    ['a draw', settled('DRAW'), 'REFUNDED', 'REFUNDED', 'REFUNDED', 'REFUNDED'],
    ['a draw of the panel', settled('DRAW', 'PANEL'), 'REFUNDED', 'REFUNDED', 'REFUNDED', 'RELEASED'],
    ['no contest', settled('NO_CONTEST'), 'REFUNDED', 'REFUNDED', 'REFUNDED', 'REFUNDED'],
    [
      'a split',
      logAt(3, 'Split', { toCreator: '1', toCounterparty: '2' }),
      'RELEASED',
      'RELEASED',
      'RELEASED',
      'REFUNDED',
    ],
    ['a clock', logAt(3, 'Expired', {}), 'REFUNDED', 'REFUNDED', 'REFUNDED', 'REFUNDED'],
  ] as const)('leave by %s', (_, end, creatorBond, creatorBase, counterpartyBond, fee) => {
    const rows = stakeRowsOf(deal, foldDeal(deal, [...deposits, disputed, end], 1_000n))
    expect(rows.map(({ status }) => status)).toEqual([creatorBond, creatorBase, counterpartyBond, fee])
    expect(rows.every(({ endedTx }) => endedTx === end.txHash)).toBe(true)
    expect(rows.at(-1)).toMatchObject({ kind: 'DISPUTE_FEE', party: CREATOR, amount: 200n })
  })

  it('ends what never was joined by giving it back', () => {
    const [opened] = deposits as [DealLog, DealLog]
    expect(statuses([opened, logAt(3, 'Expired', {})])).toEqual([
      'creator HONESTY_BOND REFUNDED',
      'creator BASE REFUNDED',
    ])
  })
})
