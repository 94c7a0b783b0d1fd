import { ZERO_HASH } from '@/lib/proof/hash'
import type { Challenge } from './challenge'

const CREATED = new Date('2026-12-01T12:00:00.000Z')

/** A GATEKEEPER draft, with whatever a test is about laid over it. */
export function fakeChallenge(over: Partial<Challenge> = {}): Challenge {
  return {
    id: '0193a5f0-0000-7000-8000-000000000001',
    organizationId: '0193a5f0-0000-7000-8000-00000000000a',
    mode: 'GATEKEEPER',
    status: 'DRAFT',
    version: 1,
    revision: 1,
    visibility: 'link',
    title: 'Bike',
    description: null,
    terms: null,
    documents: [],
    requirements: {
      creator: null,
      counterparty: {
        network: 'eip155:31337',
        funds_checks: [{ asset_type: 'NATIVE', min_balance: '1', currency_symbol: 'ETH', recheck: 'lock' }],
      },
    },
    bond: null,
    resolution: { strategy: 'MUTUAL' },
    enforced: null,
    externalId: null,
    returnUrl: null,
    expiresAt: null,
    resolutionDueAt: null,
    creator: { address: `0x${'aa'.repeat(20)}`, chainId: 31337, userId: 'creator' },
    counterparty: null,
    counterpartyNamed: false,
    termsHash: null,
    deadlines: null,
    initiatorRole: null,
    initiatorHash: null,
    counterHash: null,
    finalHash: null,
    nonces: { creator: 0, counterparty: 0 },
    statusSince: CREATED,
    deadlineAt: new Date('2026-12-31T12:00:00.000Z'),
    deadlineThen: 'CANCELLED',
    warnAt: null,
    downtimeThrough: null,
    sentAt: null,
    acceptedAt: null,
    endedAt: null,
    outcome: null,
    split: false,
    reason: null,
    receiptId: null,
    verification: {},
    logHead: ZERO_HASH,
    logLength: 1,
    createdAt: CREATED,
    updatedAt: CREATED,
    offers: [],
    ...over,
  }
}
