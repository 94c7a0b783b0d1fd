import type { Hex } from '@/lib/proof/hash'
import { settleTitle } from '@/lib/proof/typed-data'
import type { SignedSettle } from './calls'
import { type Deal, ZERO_ADDRESS } from './deal'

const ZERO_32: Hex = `0x${'00'.repeat(32)}`
const address = (digit: string): Hex => `0x${digit.repeat(40)}`

/** A deal between 0xaa… and 0xbb…: 1 000 and 500 of the coin, nothing else named. */
export function someDeal(changes: Partial<Deal> = {}): Deal {
  return {
    creator: address('a'),
    counterparty: address('b'),
    token: ZERO_ADDRESS,
    creatorBond: 1_000n,
    counterpartyBond: 500n,
    creatorBase: 0n,
    counterpartyBase: 0n,
    joinBy: 1_000n,
    respondBy: 0n,
    settleBy: 5_000n,
    disputeWindow: 300_000n,
    resolver: ZERO_ADDRESS,
    oracle: { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n },
    panel: { root: ZERO_32, totalWeight: 0n, k: 0, m: 0, struck: [] },
    finalHash: `0x${'f1'.repeat(32)}`,
    salt: `0x${'5a'.repeat(32)}`,
    ...changes,
  }
}

/** A Settle for a deal whose signature is not one. */
export function someOffer(changes: Partial<SignedSettle['message']> = {}, signature: Hex = '0x01'): SignedSettle {
  const outcome = changes.outcome ?? 'FULFILLED'
  return {
    message: {
      title: settleTitle(outcome),
      challenge: '0193a5f0-0000-7000-8000-000000000001',
      deal: ZERO_32,
      final: `0x${'f1'.repeat(32)}`,
      outcome,
      toCreator: '0',
      toCounterparty: '0',
      nonce: '0',
      validUntil: '100000',
      ...changes,
    },
    signature,
  }
}
