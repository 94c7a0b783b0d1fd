import { describe, expect, it } from 'vitest'
import { termsHash } from '@/lib/proof/commitment'
import type { Hex } from '@/lib/proof/hash'
import vectors from '@/test/vectors/commitment.json'
import { fakeChallenge } from './challenge.fixture'
import { fromDeadlinesJson } from './deadlines'
import { buildIntent, buildTermsDoc, deadlinesLine, type TermsDoc } from './terms'

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

  it('names every time that is signed', () => {
    const deadlines = { ...doc.deadlines, deposit: '2026-12-04T13:00:00.000Z', response: '2026-12-05T13:00:59.000Z' }
    expect(deadlinesLine({ mode: 'ENFORCED', deadlines })).toBe(
      'accept by 2026-12-04 12:00 UTC; deposit by 2026-12-04 13:00 UTC; respond by 2026-12-05 13:00 UTC; end by 2027-01-01 00:00 UTC',
    )
  })
})
