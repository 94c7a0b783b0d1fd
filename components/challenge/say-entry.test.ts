import { describe, expect, it } from 'vitest'
import { happenedSince, type LogLine, sayEntry, sayGap } from './say-entry'

const CREATOR = 'did:pkh:eip155:31337:0x70997970c51812dc3a010c7d01b50e0d17dc79c8'
const OTHER = 'did:pkh:eip155:1:0x3c44cdddb6a900fa2b585dd299e03d12fa4293bc'
const people = { creator: CREATOR, counterparty: OTHER, your_role: 'creator' as const }

const entry = (action: string, more: Partial<LogLine> = {}): LogLine => ({
  sequence: 1,
  at: '2026-12-01T12:00:00.000Z',
  actor: CREATOR,
  action,
  before: 'INTENT_LOCKED',
  after: 'INTENT_LOCKED',
  data: {},
  hash: `0x${'1'.repeat(64)}`,
  ...more,
})
const say = (action: string, more: Partial<LogLine> = {}) => sayEntry(entry(action, more), people).text

describe('each entry of the log as a sentence', () => {
  it.each([
    ['create', {}, 'You wrote a draft'],
    ['patch', { data: { revision: 2 } }, 'You changed the draft: revision 2'],
    ['send', {}, 'You signed and sent it'],
    ['accept', { actor: OTHER }, 'The counterparty signed the same terms'],
    ['counter', { actor: OTHER, data: { revision: 2 } }, 'The counterparty signed other terms: revision 2'],
    ['decline', { actor: OTHER }, 'The counterparty declined'],
    ['decline', { actor: 'did:pkh:eip155:1:0x90f79bf6eb2c4f870365e785982e1f101e93b906' }, 'The other side declined'],
    ['lock', { actor: 'desk' }, 'Everything the terms ask for was there: it is locked'],
    ['fail', { actor: 'desk' }, 'A wallet did not hold what the terms ask for: it was called off'],
    ['confirm', { before: 'DRAFT', after: 'INTENT_LOCKED' }, 'You signed it'],
    ['confirm', { data: { outcome: 'FULFILLED' } }, 'You signed: fulfilled'],
    [
      'confirm',
      { actor: OTHER, after: 'COMPLETED', data: { outcome: 'NO_CONTEST' } },
      'The counterparty signed: no contest: both agree, and it is complete',
    ],
    ['cancel', { before: 'DRAFT', after: 'CANCELLED', data: { code: 'WITHDRAWN' } }, 'You threw the draft away'],
    ['cancel', { before: 'AWAITING_COUNTERPARTY', after: 'CANCELLED', data: { code: 'WITHDRAWN' } }, 'You withdrew it'],
    ['cancel', { data: { outcome: 'NO_CONTEST' } }, 'You signed to call it off'],
    ['cancel', { after: 'COMPLETED', data: {} }, 'You signed to call it off: both agree, and it is over'],
    ['resolve', { actor: 'desk' }, 'The desk made the receipt'],
    ['void', {}, 'You took back what you had signed'],
    ['void', { actor: OTHER }, 'The counterparty took back what they had signed'],
    ['expire', { actor: 'desk' }, 'The time was over'],
    ['expire', { actor: 'desk', data: { silent: ['creator'] } }, 'The time was over, and you had stayed silent'],
    [
      'expire',
      { actor: 'desk', data: { silent: ['creator', 'counterparty'] } },
      'The time was over, and neither had said how it ended',
    ],
    [
      'downtime',
      { actor: 'desk', data: { extended_seconds: 190 } },
      'The desk was down for 3 min; the deadline moved by as much',
    ],
    ['something_new', { actor: 'desk' }, 'The desk: something_new'],
  ] as const)('%s', (action, more, text) => {
    expect(say(action, more as Partial<LogLine>)).toBe(text)
  })

  it('leaves instants to the page, which knows the local time', () => {
    const until = '2026-12-20T12:00:00.000Z'
    expect(sayEntry(entry('extend', { data: { until, agreed: false } }), people)).toEqual({
      text: 'You signed for more time, until',
      until,
    })
    expect(sayEntry(entry('extend', { actor: OTHER, data: { until, agreed: true } }), people).text).toBe(
      'The counterparty signed for more time too: the deadline moved to',
    )
  })

  it('says what happened since somebody looked', () => {
    const lines = [entry('create'), entry('send', { sequence: 2 }), entry('accept', { sequence: 3, actor: OTHER })]
    expect(happenedSince(lines, 2, people)).toEqual([{ text: 'The counterparty signed the same terms' }])
    expect(happenedSince(lines, 3, people)).toEqual([])
  })
})

it('says how long', () => {
  expect([45, 60, 190, 3600, 7500].map(sayGap)).toEqual(['45 s', '1 min', '3 min', '1 h', '2 h 5 min'])
})
