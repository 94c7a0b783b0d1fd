import { describe, expect, it } from 'vitest'
import type { TermsDoc } from '@/lib/challenge/terms'
import type { Hex } from '@/lib/proof/hash'
import { buildDeal } from './build-deal'
import { ZERO_ADDRESS } from './deal'

const address = (byte: string): Hex => `0x${byte.repeat(20)}`
const hash = (byte: string): Hex => `0x${byte.repeat(32)}`
const CREATOR = address('c1')
const COUNTERPARTY = address('c2')

const terms = (over: Partial<TermsDoc> = {}): TermsDoc => ({
  v: 'countersign.terms/1',
  challenge: '0193a5f0-0000-7000-8000-000000000001',
  revision: 1,
  mode: 'FIRE',
  title: 'x',
  description: null,
  terms: null,
  documents: [],
  creator: CREATOR,
  counterparty: null,
  requirements: null,
  bond: { network: 'eip155:31337', creator: '1000003', counterparty: '999997' },
  resolution: { strategy: 'MUTUAL' },
  deadlines: {
    accept: '2026-12-01T12:00:00.000Z',
    deposit: '2026-12-01T13:00:00.000Z',
    response: null,
    resolution: '2026-12-04T13:00:00.000Z',
    dispute_seconds: 259_200,
  },
  visibility: 'link',
  ...over,
})
const agreed = { counterparty: COUNTERPARTY, finalHash: hash('f1'), termsHash: hash('5a') }
const at = (iso: string) => BigInt(Date.parse(iso) / 1000)

describe('the deal of terms', () => {
  it('has their amounts, their times with a quarter more, and nobody to decide but both', () => {
    expect(buildDeal(terms(), agreed)).toEqual({
      creator: CREATOR,
      counterparty: COUNTERPARTY,
      token: ZERO_ADDRESS,
      creatorBond: 1_000_003n,
      counterpartyBond: 999_997n,
      creatorBase: 0n,
      counterpartyBase: 0n,
      joinBy: at('2026-12-01T13:15:00.000Z'),
      respondBy: 0n,
      settleBy: at('2026-12-05T07:00:00.000Z'),
      disputeWindow: 324_000n,
      resolver: ZERO_ADDRESS,
      oracle: { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
      panel: { root: `0x${'00'.repeat(32)}`, totalWeight: 0n, k: 0, m: 0, struck: [] },
      finalHash: hash('f1'),
      salt: hash('5a'),
    })
  })

  it('keeps bonds and bases apart, in the token of the terms', () => {
    const bond = {
      network: 'eip155:1',
      token_address: address('70'),
      creator: '5',
      counterparty: '6',
      creator_base: '7',
      counterparty_base: '8',
    }
    expect(buildDeal(terms({ bond }), agreed)).toMatchObject({
      token: address('70'),
      creatorBond: 5n,
      counterpartyBond: 6n,
      creatorBase: 7n,
      counterpartyBase: 8n,
    })
  })

  it('asks for responses under ENFORCED', () => {
    const deadlines = { ...terms().deadlines, response: '2026-12-01T14:00:00.000Z' }
    expect(buildDeal(terms({ mode: 'ENFORCED', deadlines }), agreed).respondBy).toBe(at('2026-12-01T14:15:00.000Z'))
  })

  it('names the moderator as its resolver', () => {
    const resolution = { strategy: 'MODERATOR' as const, moderator: address('aa') }
    expect(buildDeal(terms({ resolution }), agreed).resolver).toBe(address('aa'))
  })

  it.each([
    ['gte', 0, '2026-12-03T00:00:00.000Z', at('2026-12-03T00:00:00.000Z')],
    ['lte', 1, '2026-12-03T00:00:00.001Z', at('2026-12-03T00:00:01.000Z')],
  ] as const)('asks the oracle for %s, never before it was agreed', (comparator, number, not_before, notBefore) => {
    const oracle = { feed: address('fe'), comparator, threshold: '300000000000', not_before, max_age_seconds: 60 }
    expect(buildDeal(terms({ resolution: { strategy: 'ORACLE', oracle } }), agreed).oracle).toEqual({
      feed: address('fe'),
      comparator: number,
      threshold: 300_000_000_000n,
      notBefore,
      maxAge: 60n,
    })
  })

  it('never seats a party, whether the terms struck them or not', () => {
    const panel = { epoch: 1, k: 2, m: 3, struck: [address('01'), CREATOR], root: hash('ab'), total_weight: '777' }
    expect(buildDeal(terms({ resolution: { strategy: 'COMMITTEE', panel } }), agreed).panel).toEqual({
      root: hash('ab'),
      totalWeight: 777n,
      k: 2,
      m: 3,
      struck: [address('01'), CREATOR, COUNTERPARTY],
    })
  })

  it('is none of terms that put nothing at risk', () => {
    expect(() => buildDeal(terms({ bond: null }), agreed)).toThrow(RangeError)
  })
})
