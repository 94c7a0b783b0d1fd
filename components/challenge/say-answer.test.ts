import { describe, expect, it } from 'vitest'
import { sayAnswer } from './say-answer'

const HASH = `0x${'1'.repeat(64)}`
const OTHER = `0x${'2'.repeat(64)}`
const words = { response: 'It works.', salt: HASH }
type Given = Parameters<typeof sayAnswer>[0]
const said = (responses: Given['responses'], side: 'creator' | 'counterparty', more: Partial<Given> = {}) =>
  sayAnswer({ responses, your_role: 'creator', status: 'ACTIVE', ...more }, side)

describe('what a side has answered', () => {
  it.each([
    ['nothing yet', { creator: { hash: null }, counterparty: { hash: null } }, 'counterparty', {}, 'not yet'],
    [
      'mine, kept and not sent',
      { creator: { hash: null, ...words }, counterparty: { hash: null } },
      'creator',
      {},
      'sealed at the desk, its hash not on the chain yet',
    ],
    [
      'mine, before theirs',
      { creator: { hash: HASH, ...words }, counterparty: { hash: null } },
      'creator',
      {},
      'given; they cannot read it yet',
    ],
    [
      'theirs, before mine',
      { creator: { hash: null }, counterparty: { hash: HASH } },
      'counterparty',
      {},
      'given, sealed',
    ],
    [
      'both',
      { creator: { hash: HASH, ...words }, counterparty: { hash: OTHER, ...words } },
      'counterparty',
      { status: 'AWAITING_RESOLUTION' },
      'open',
    ],
    [
      'both, one without the desk',
      { creator: { hash: HASH, ...words }, counterparty: { hash: OTHER } },
      'counterparty',
      { status: 'AWAITING_RESOLUTION' },
      'only its hash is here',
    ],
    [
      'both, to a third party',
      { creator: { hash: HASH }, counterparty: { hash: OTHER } },
      'counterparty',
      { status: 'AWAITING_RESOLUTION', your_role: 'stranger' },
      'for the two to know',
    ],
    [
      'one that never came',
      { creator: { hash: HASH, ...words }, counterparty: { hash: null } },
      'counterparty',
      { status: 'EXPIRED' },
      'never given',
    ],
  ] as const)('%s', (_, responses, side, more, says) => {
    expect(said(responses, side, more as Partial<Given>)?.says).toBe(says)
  })

  it('is nobody’s where nothing is asked', () => {
    expect(said(null, 'creator')).toBeNull()
  })
})
