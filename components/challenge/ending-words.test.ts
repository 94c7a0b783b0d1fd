import { describe, expect, it } from 'vitest'
import { DESK, NETWORKS, TUSD } from '@/components/challenge-form/desk.fixture'
import {
  type EndingLike,
  groupEndings,
  nameOfEnding,
  sayCosts,
  sayEndingText,
  sayGroup,
  sharesOf,
  unitOfAsset,
} from './ending-words'

const COIN = 'eip155:31337/slip44:60'
const TOKEN = `eip155:31337/erc20:${TUSD}`
const ending = (over: Partial<EndingLike> = {}): EndingLike => ({
  status: 'COMPLETED',
  outcome: 'CREATOR_WIN',
  by: 'both parties',
  at: DESK.now,
  automatic: false,
  amounts: [],
  receipt: true,
  text: '',
  ...over,
})

describe('amounts of an ending', () => {
  it('are in units of the asset, for the one who looks', () => {
    const amounts = [
      { to: 'creator' as const, amount: '1600003', asset: TOKEN },
      { to: 'panel' as const, amount: '99999', asset: TOKEN },
      { to: 'treasury' as const, amount: '1', asset: TOKEN },
      { to: 'burn' as const, amount: '299999', asset: TOKEN },
    ]
    const shares = sharesOf({ amounts }, 'creator', NETWORKS)
    expect(shares.map(({ who, units, unit }) => [who, units, unit.symbol, unit.decimals])).toEqual([
      ['To you', '1600003', 'tUSD', 6],
      ['To those who voted so', '99999', 'tUSD', 6],
      ['To the treasury', '1', 'tUSD', 6],
      ['Burned', '299999', 'tUSD', 6],
    ])
    expect(sharesOf({ amounts }, 'counterparty', NETWORKS)[0]?.who).toBe('To the creator')
  })

  it.each([
    [COIN, { symbol: 'ETH', decimals: 18 }],
    [TOKEN, { symbol: 'tUSD', decimals: 6 }],
    ['eip155:31337/erc20:0x00', { symbol: 'units', decimals: 0 }],
    ['eip155:99/slip44:60', { symbol: 'units', decimals: 0 }],
  ])('%s', (asset, unit) => {
    expect(unitOfAsset(asset, NETWORKS)).toEqual(unit)
  })

  it('stand in the sentence too', () => {
    const text =
      'The creator opens a dispute, which costs them 100000 of the smallest unit. 2 of the panel vote for DRAW, FULFILLED or NO_CONTEST.'
    const amounts = [{ to: 'creator' as const, amount: '1', asset: TOKEN }]
    expect(sayEndingText({ text, amounts }, NETWORKS)).toBe(
      'The creator opens a dispute, which costs them 0.1 tUSD. 2 of the panel vote for a draw, fulfilled or no contest.',
    )
    expect(sayEndingText({ text: 'Both sign CREATOR_WIN.', amounts: [] }, NETWORKS)).toBe('Both sign the creator wins.')
  })
})

it('calls a split one', () => {
  expect(nameOfEnding(ending({ outcome: 'DRAW', split: true }))).toEqual({ status: 'Completed', outcome: 'a split' })
  expect(nameOfEnding(ending())).toEqual({ status: 'Completed', outcome: 'the creator wins' })
  expect(nameOfEnding(ending({ status: 'CANCELLED', outcome: null }))).toEqual({ status: 'Cancelled', outcome: null })
})

describe('many endings', () => {
  it('stay one list while they are few', () => {
    const few = Array.from({ length: 8 }, () => ending())
    expect(groupEndings(few)).toEqual([{ title: null, endings: few }])
  })

  it('stand by who brings them about, none lost', () => {
    const bys = ['both parties', 'the panel', 'the clock', 'creator or counterparty', 'the oracle', 'the moderator']
    const many = Array.from({ length: 18 }, (_, i) => ending({ by: bys[i % bys.length] ?? '' }))
    const groups = groupEndings(many)
    expect(groups.map(({ title }) => title)).toEqual([
      'Both sign the same',
      'The figure decides',
      'The moderator decides',
      'A panel decides, after a dispute',
      'Time runs out',
      'Before it is accepted',
    ])
    expect(groups.flatMap(({ endings }) => endings)).toHaveLength(18)
    expect(sayGroup({ title: 'Time runs out', endings: [1] })).toBe('Time runs out: one way')
    expect(sayGroup({ title: 'Time runs out', endings: [1, 2] })).toBe('Time runs out: 2 ways')
  })
})

it('says who pays, and speaks of nothing put down only where that is so', () => {
  expect(sayCosts('FIRE')).toContain('The desk pays the gas of ending it')
  expect(sayCosts('ENFORCED')).toContain('your answer')
  for (const mode of ['SOLO', 'GATEKEEPER'] as const) expect(sayCosts(mode)).toContain('Nobody puts anything down')
})
