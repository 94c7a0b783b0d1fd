import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { fakeChallenge } from './challenge.fixture'
import { applyChanges } from './counter-draft'
import { CounterChallenge } from './schemas'
import type { Party } from './state'
import { toAnswer } from './view'

const NOW = new Date('2026-12-01T12:00:00.000Z')
const BOB = `0x${'bb'.repeat(20)}`
const BACKING = { creator: `0x${'c1'.repeat(20)}`, counterparty: `0x${'c2'.repeat(20)}` }
const OTHER = `0x${'dd'.repeat(20)}`

const asking = (side: Party, min_balance: string, wallet_address: string | undefined = BACKING[side]) => ({
  ...(wallet_address ? { wallet_address } : {}),
  network: 'eip155:31337',
  funds_checks: [{ asset_type: 'NATIVE' as const, min_balance, currency_symbol: 'ETH', recheck: 'lock' as const }],
})
const without = (side: Party, min_balance: string) => {
  const { wallet_address: _, ...rest } = asking(side, min_balance)
  return rest
}

const sent = fakeChallenge({
  status: 'AWAITING_COUNTERPARTY',
  sentAt: NOW,
  counterparty: { address: BOB, chainId: null, userId: null, organizationId: null },
  counterpartyNamed: true,
  requirements: { creator: asking('creator', '1'), counterparty: asking('counterparty', '1') },
})

/** What the terms ask after `role` countered with these requirements, as the API reads them. */
function counteredBy(role: Party, gatekeeper_requirements: object | null | undefined, challenge = sent) {
  const { changes } = z.object(CounterChallenge.shape).parse({ changes: { gatekeeper_requirements }, signature: '0x' })
  return applyChanges(challenge, changes, role, role === 'creator' ? sent.creator.address : BOB, NOW).requirements
}

describe('the wallet that backs a side, when terms are countered', () => {
  it('stays the creator’s hidden one when the counterparty sends back what it was shown, changed', () => {
    const shown = toAnswer(sent, { role: 'counterparty', now: NOW }).requirements
    expect(shown?.creator).not.toHaveProperty('wallet_address')
    const changed = { creator: without('creator', '2'), counterparty: shown?.counterparty }
    expect(counteredBy('counterparty', changed)).toEqual({
      creator: asking('creator', '2'),
      counterparty: asking('counterparty', '1'),
    })
  })

  it('is what the counterparty says of itself, and of the creator once it names one', () => {
    const said = { creator: asking('creator', '1', OTHER), counterparty: without('counterparty', '1') }
    expect(counteredBy('counterparty', said)).toEqual(said)
  })

  it('goes with a requirement the counterparty takes away', () => {
    expect(counteredBy('counterparty', { counterparty: asking('counterparty', '1') })).toEqual({
      creator: null,
      counterparty: asking('counterparty', '1'),
    })
  })

  it('is none where the creator named none', () => {
    const plain = { creator: without('creator', '1'), counterparty: null }
    expect(counteredBy('counterparty', { creator: without('creator', '2') }, { ...sent, requirements: plain })).toEqual(
      {
        creator: without('creator', '2'),
        counterparty: null,
      },
    )
  })

  it('is on both sides what the creator says, who sees them both', () => {
    const said = { creator: without('creator', '1'), counterparty: without('counterparty', '3') }
    expect(counteredBy('creator', said)).toEqual(said)
    const kept = { creator: asking('creator', '1', OTHER), counterparty: asking('counterparty', '3') }
    expect(counteredBy('creator', kept)).toEqual(kept)
  })

  it('stays on both sides when nothing is said of requirements', () => {
    for (const role of ['creator', 'counterparty'] as const)
      expect(counteredBy(role, undefined)).toEqual(sent.requirements)
  })
})
