import { describe, expect, it } from 'vitest'
import { sayDefault } from '@/components/challenge/if-nothing'
import { MODES, STATUSES } from '@/lib/challenge/state'
import type { SeenOffer } from '@/lib/challenge/waits-for'
import { CATALOGUE } from '@/lib/event/catalogue'
import { sayAsk, sayAwaited, sayTurn } from './say-ask'
import { type NewsEvent, sayEvent, toNews } from './say-news'
import { sealOf } from './seal-of'

const locked = { mode: 'GATEKEEPER', status: 'INTENT_LOCKED', revision: 1 } as const
const offer = (outcome: string): SeenOffer => ({
  role: 'creator',
  action: 'confirm',
  outcome,
  until: null,
  valid_until: null,
})
const event = (type: string, data: object = {}): NewsEvent => ({
  id: type,
  type,
  subject: 's',
  data: { ...data },
  created_at: '2026-12-01T12:00:00.000Z',
})

describe('what is asked', () => {
  it('names the outcome the other side signed, and a disagreement', () => {
    const ask = { action: 'confirm', theirs: null, mine: null } as const
    expect(sayAsk(locked, ask).what).toBe('Say how it ended')
    expect(sayAsk(locked, { ...ask, theirs: offer('FULFILLED') }).what).toBe('They signed: fulfilled')
    expect(sayTurn(locked, { ...ask, theirs: offer('FULFILLED') })).toBe('they signed fulfilled')
    expect(sayTurn(locked, ask)).toBe('say how it ended')
    expect(sayAsk(locked, { ...ask, theirs: offer('NO_CONTEST'), mine: offer('FULFILLED') }).says).toBe(
      'You signed: fulfilled. They signed: no contest.',
    )
  })

  it('says that older signatures no longer count once terms changed', () => {
    const ask = { action: 'accept', theirs: null, mine: null } as const
    expect(sayAsk({ ...locked, status: 'AWAITING_COUNTERPARTY' }, ask).says).not.toContain('before')
    expect(sayAsk({ ...locked, status: 'AWAITING_COUNTERPARTY', revision: 2 }, ask).says).toContain('no longer counts')
  })

  it('has an ending for every status in every mode', () => {
    for (const mode of MODES)
      for (const status of STATUSES) expect(sayDefault({ status, mode })).toMatch(/^(it|the draft) /)
    expect(sayDefault({ status: 'INTENT_LOCKED', mode: 'FIRE' })).toContain('bonds go back')
  })

  it('says whom it waits for instead', () => {
    const open = { your_role: 'creator', counterparty: null, offers: [] }
    expect(sayAwaited({ ...open, status: 'AWAITING_COUNTERPARTY' })).toBe('Whoever has the link may sign.')
    expect(sayAwaited({ ...open, status: 'INTENT_LOCKED', offers: [offer('FULFILLED')] })).toBe(
      'You signed: fulfilled. They have not.',
    )
  })
})

describe('news', () => {
  it('has words for every type the desk tells, but for what stands elsewhere on the desk', () => {
    const silent = Object.entries(CATALOGUE).filter(([type, { data }]) => sayEvent(event(type, data)) === null)
    expect(silent.map(([type]) => type)).toEqual([
      'receipt.issued',
      'challenge.turn',
      ...Object.keys(CATALOGUE).filter((type) => type.startsWith('endpoint.')),
    ])
  })

  it('tells a lock by bonds from one by checks', () => {
    expect(sayEvent(event('challenge.locked', { mode: 'FIRE' }))).toContain('bonds')
    expect(sayEvent(event('challenge.locked', { mode: 'GATEKEEPER' }))).toContain('check')
  })

  it('leads to the challenge, and to the receipt once there is one', () => {
    const news = toNews(
      [
        { ...event('receipt.anchored'), subject: 'r' },
        { ...event('receipt.anchored'), subject: 'older' },
        { ...event('receipt.issued', { subject: 'c' }), subject: 'r' },
        { ...event('challenge.completed', { outcome: 'FULFILLED', receipt_id: 'r' }), subject: 'c' },
        event('somebody.else'),
      ],
      5,
    )
    expect(news.map(({ says, challengeId, receiptId }) => [says, challengeId, receiptId])).toEqual([
      ['anchored', 'c', 'r'],
      ['anchored', null, 'older'],
      ['completed: fulfilled', 'c', 'r'],
    ])
    expect(toNews([event('challenge.sent'), event('challenge.created')], 1)).toHaveLength(1)
  })

  it('leads to the task, the agent or the attestations it is about, and takes none for a challenge', () => {
    const about = (type: string, data: object) =>
      toNews([event(type, data)], 1).map((one) => [one.about?.href, one.challengeId])
    expect(about('receipt.finalized', { kind: 'task', subject: 'task-7' })).toEqual([['/receipts/s', null]])
    expect(about('audit.seated', {})).toEqual([['/receipts/s', null]])
    expect(about('agent.registered', {})).toEqual([['/agents/s', null]])
    expect(about('attestation.failed', {})).toEqual([['/attestations', null]])
    expect(about('receipt.anchored', { kind: 'challenge', subject: 'c' })).toEqual([[undefined, 'c']])
  })
})

it('the seal of terms on the table has the half of whoever signed them', () => {
  const sides = (creator: string, counterparty: string) => ({
    creator: { wallet: creator },
    counterparty: { wallet: counterparty },
  })
  const status = 'AWAITING_COUNTERPARTY'
  expect(sealOf({ status, verification: sides('PENDING', 'VERIFIED') })).toMatchObject({
    creator: false,
    counterparty: true,
    ring: 'open',
  })
  expect(sealOf({ status: 'COMPLETED', verification: sides('VERIFIED', 'VERIFIED') }).filled).toBe(true)
})
