import { describe, expect, it } from 'vitest'
import { termsHash } from '@/lib/proof/commitment'
import type { Hex } from '@/lib/proof/hash'
import vectors from '@/test/vectors/commitment.json'
import { fakeChallenge } from './challenge.fixture'
import { fromDeadlinesJson } from './deadlines'
import { buildIntent, buildTermsDoc, type TermsDoc } from './terms'
import { bondLine, deadlinesLine, resolutionLine } from './terms-lines'

const doc = vectors.terms_doc as TermsDoc

describe('the terms both sign', () => {
  const challenge = fakeChallenge({
    id: doc.challenge,
    title: doc.title,
    description: doc.description,
    terms: doc.terms,
    documents: doc.documents,
    creator: { address: doc.creator, chainId: 31337, userId: 'u' },
    counterparty: { address: doc.counterparty as string, chainId: null, userId: null, organizationId: null },
    counterpartyNamed: true,
    requirements: doc.requirements,
  })

  it('are the document of the vectors', () => {
    const built = buildTermsDoc(challenge, 1, fromDeadlinesJson(doc.deadlines))
    expect(built).toEqual(doc)
    expect(termsHash(built)).toBe(vectors.termsHash)
  })

  it('do not name whoever accepts an open invite', () => {
    const open = { ...challenge, counterpartyNamed: false }
    expect(buildTermsDoc(open, 1, fromDeadlinesJson(doc.deadlines)).counterparty).toBeNull()
  })
})

describe('the Intent a wallet shows', () => {
  const hash = vectors.termsHash as Hex

  it('is the creator’s of the vectors', () => {
    expect(buildIntent(doc, hash, { role: 'creator', party: doc.creator })).toEqual(vectors.initiator_payload.message)
  })

  it('is the counterparty’s of the vectors', () => {
    const party = doc.counterparty as string
    expect(buildIntent(doc, hash, { role: 'counterparty', party }, vectors.I as Hex)).toEqual(
      vectors.counter_payload.message,
    )
  })

  it('says who may accept', () => {
    const counterparty = (over: Partial<TermsDoc>) =>
      buildIntent({ ...doc, ...over }, hash, { role: 'creator', party: doc.creator }).counterparty
    expect(counterparty({ counterparty: null })).toBe('anyone holding the invite')
    expect(counterparty({ mode: 'SOLO', counterparty: null })).toBe('none')
  })

  it('cuts a long description between characters', () => {
    const summary = (description: string | null) =>
      buildIntent({ ...doc, description }, hash, { role: 'creator', party: doc.creator }).summary
    expect(summary(null)).toBe('')
    expect(summary('x'.repeat(500))).toHaveLength(500)
    expect(summary('🚲'.repeat(501))).toBe(`${'🚲'.repeat(499)}…`)
  })
})

describe('the lines of the Intent', () => {
  const words = { asset: { symbol: 'tUSD', decimals: 6 }, network: 'Local chain' }
  const FEED = `0x${'fe'.repeat(20)}` as const
  const token_address = `0x${'70'.repeat(20)}` as const
  const bond = { network: 'eip155:31337', creator: '1000003', counterparty: '999997' }

  it('name both bonds in units, bases apart', () => {
    expect(bondLine(null)).toBe('none')
    expect(bondLine(bond, { ...words, asset: { symbol: 'ETH', decimals: 18 } })).toBe(
      'creator 0.000000000001000003 ETH, counterparty 0.000000000000999997 ETH; on Local chain (eip155:31337)',
    )
    expect(bondLine({ ...bond, token_address, counterparty_base: '500000' }, words)).toBe(
      `creator 1.000003 tUSD, counterparty 0.999997 tUSD and a base of 0.5 tUSD; token ${token_address}; on Local chain (eip155:31337)`,
    )
  })

  it('say amounts as they are where nobody knows what the asset is called', () => {
    expect(bondLine({ ...bond, token_address })).toBe(
      `creator 1000003 of the smallest unit, counterparty 999997 of the smallest unit; token ${token_address}; on eip155:31337`,
    )
  })

  it('name every time that is signed', () => {
    const deadlines = { ...doc.deadlines, deposit: '2026-12-04T13:00:00.000Z', response: '2026-12-05T13:00:59.000Z' }
    expect(deadlinesLine({ mode: 'ENFORCED', deadlines: { ...deadlines, dispute_seconds: 5400 } })).toBe(
      'accept by 2026-12-04 12:00 UTC; deposit by 2026-12-04 13:00 UTC; respond by 2026-12-05 13:00 UTC; end by 2027-01-01 00:00 UTC; a dispute ends within 90 min',
    )
    expect(deadlinesLine({ mode: 'SOLO', deadlines: doc.deadlines })).toBe(
      'sign by 2026-12-04 12:00 UTC; end by 2027-01-01 00:00 UTC',
    )
  })

  const oracle = {
    feed: FEED,
    comparator: 'gte' as const,
    threshold: '300050000000',
    not_before: '2026-12-10T12:00:00.000Z',
    max_age_seconds: 3600,
  }
  const feed = { description: 'ETH / USD', decimals: 8 }
  const asks = `the first answer of the feed ETH / USD ${FEED} from 2026-12-10 12:00 UTC on, within 1 h, is at least 3000.5`
  const panel = {
    epoch: 9,
    k: 3,
    m: 5,
    struck: [FEED, token_address],
    root: `0x${'ab'.repeat(32)}` as const,
    total_weight: '5',
  }

  it.each<[string, Pick<TermsDoc, 'mode' | 'resolution'>, string]>([
    ['both', { mode: 'FIRE', resolution: { strategy: 'MUTUAL' } }, 'both sign the same outcome'],
    ['one alone', { mode: 'SOLO', resolution: { strategy: 'MUTUAL' } }, 'ends as FULFILLED when signed'],
    [
      'an oracle about one alone',
      { mode: 'SOLO', resolution: { strategy: 'ORACLE', oracle } },
      `FULFILLED if ${asks}; else NO_CONTEST`,
    ],
    [
      'an oracle about both',
      { mode: 'FIRE', resolution: { strategy: 'ORACLE', oracle } },
      `both sign the same outcome; or the creator wins if ${asks}; else the counterparty wins`,
    ],
    [
      'a moderator',
      { mode: 'ENFORCED', resolution: { strategy: 'MODERATOR', moderator: FEED } },
      `both sign the same outcome, or the moderator ${FEED} signs one`,
    ],
    [
      'a panel',
      { mode: 'FIRE', resolution: { strategy: 'COMMITTEE', panel } },
      `both sign the same outcome, or after a dispute 3 of a panel of 5 agree, drawn from roster 9 (${panel.root}) without 2 struck`,
    ],
  ])('say who decides: %s', (_, terms, line) => {
    expect(resolutionLine(terms, { feed })).toBe(line)
  })

  it('say the threshold in the feed’s units where nobody knows the feed', () => {
    const lte = { ...oracle, comparator: 'lte' as const, max_age_seconds: 90 }
    expect(resolutionLine({ mode: 'SOLO', resolution: { strategy: 'ORACLE', oracle: lte } })).toBe(
      `FULFILLED if the first answer of the feed ${FEED} from 2026-12-10 12:00 UTC on, within 90 s, is at most 300050000000; else NO_CONTEST`,
    )
  })
})
