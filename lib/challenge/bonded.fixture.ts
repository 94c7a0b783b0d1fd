import { ZERO_HASH } from '@/lib/proof/hash'
import { ZERO_ADDRESS } from '@/lib/stake/deal'
import type { StakeRow } from '@/lib/stake/list-stakes'
import type { Challenge, OnChain } from './challenge'
import { fakeChallenge } from './challenge.fixture'
import type { Party } from './state'

export const ANN = `0x${'aa'.repeat(20)}` as const
export const BOB = `0x${'bb'.repeat(20)}` as const
export const DEAL_ID = `0x${'de'.repeat(32)}` as const
const START = new Date('2026-12-01T12:00:00.000Z')
const after = (hours: number) => new Date(START.getTime() + hours * 3_600_000)

/** A bonded challenge both have signed, with whatever a test is about laid over it; its times are hours after noon. */
export function bondedChallenge(over: Partial<Challenge> = {}, chain: Partial<OnChain> = {}): Challenge {
  const onChain: OnChain = {
    chainId: 31337,
    escrow: `0x${'ee'.repeat(20)}`,
    deal: {
      creator: ANN,
      counterparty: BOB,
      token: ZERO_ADDRESS,
      creatorBond: 1_000_003n,
      counterpartyBond: 999_997n,
      creatorBase: 0n,
      counterpartyBase: 50n,
      joinBy: seconds(after(3)),
      respondBy: 0n,
      settleBy: seconds(after(80)),
      disputeWindow: 90n * 3600n,
      resolver: ZERO_ADDRESS,
      oracle: { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
      panel: { root: ZERO_HASH, totalWeight: 0n, k: 0, m: 0, struck: [] },
      finalHash: ZERO_HASH,
      salt: ZERO_HASH,
    },
    seen: 'JOINED',
    confirmed: 'JOINED',
    joinBy: after(3),
    respondBy: null,
    settleBy: after(80),
    disputeUntil: null,
    responses: { creator: null, counterparty: null },
    stakes: [],
    ...chain,
  }
  return fakeChallenge({
    mode: 'FIRE',
    status: 'AWAITING_RESOLUTION',
    requirements: null,
    bond: { network: 'eip155:31337', creator: '1000003', counterparty: '999997', counterparty_base: '50' },
    creator: { address: ANN, chainId: 31337, userId: 'creator' },
    counterparty: { address: BOB, chainId: 31337, userId: 'bob', organizationId: null },
    sentAt: START,
    acceptedAt: START,
    initiatorRole: 'creator',
    finalHash: ZERO_HASH,
    deadlines: {
      accept: after(1),
      deposit: after(2),
      response: null,
      resolution: after(74),
      disputeSeconds: 72 * 3600,
    },
    deadlineAt: after(74),
    deadlineThen: 'EXPIRED',
    dealId: DEAL_ID,
    onChain,
    ...over,
  })
}

/** A bond in the escrow. */
export function stake(role: Party, over: Partial<StakeRow> = {}): StakeRow {
  return {
    kind: 'HONESTY_BOND',
    party: role === 'creator' ? ANN : BOB,
    role,
    token: ZERO_ADDRESS,
    amount: 1_000_003n,
    status: 'HELD',
    txHash: ZERO_HASH,
    blockNumber: 7n,
    blockHash: ZERO_HASH,
    blockTime: START,
    confirmed: true,
    endedTx: null,
    ...over,
  }
}

function seconds(date: Date): bigint {
  return BigInt(date.getTime() / 1000)
}
