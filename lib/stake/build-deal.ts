import { fromDeadlinesJson } from '@/lib/challenge/deadlines'
import type { TermsDoc } from '@/lib/challenge/terms'
import { type Hex, ZERO_HASH } from '@/lib/proof/hash'
import { toChainDeadlines } from './chain-deadlines'
import { type Deal, ZERO_ADDRESS } from './deal'

type Agreed = {
  /** Who accepted: named in the terms, or whoever held the invite. */
  counterparty: Hex
  finalHash: Hex
  termsHash: Hex
}

/**
 * Pure: the deal both signed, from their terms alone: anybody who holds those computes the same one. Both parties are
 * among the struck. Throws a RangeError for terms without a bond.
 */
export function buildDeal(terms: TermsDoc, agreed: Agreed): Deal {
  const { bond, resolution } = terms
  if (!bond) throw new RangeError('These terms put nothing at risk')

  return {
    creator: terms.creator as Hex,
    counterparty: agreed.counterparty,
    token: bond.token_address ?? ZERO_ADDRESS,
    creatorBond: BigInt(bond.creator),
    counterpartyBond: BigInt(bond.counterparty),
    creatorBase: BigInt(bond.creator_base ?? 0),
    counterpartyBase: BigInt(bond.counterparty_base ?? 0),
    ...toChainDeadlines(fromDeadlinesJson(terms.deadlines)),
    resolver: resolution.moderator ?? ZERO_ADDRESS,
    oracle: toOracle(resolution.oracle),
    panel: toPanel(resolution.panel, [terms.creator as Hex, agreed.counterparty]),
    finalHash: agreed.finalHash,
    salt: agreed.termsHash,
  }
}

function toOracle(oracle: TermsDoc['resolution']['oracle']): Deal['oracle'] {
  if (!oracle) return { feed: ZERO_ADDRESS, comparator: 0, threshold: 0n, notBefore: 0n, maxAge: 0n }
  return {
    feed: oracle.feed,
    comparator: oracle.comparator === 'gte' ? 0 : 1,
    threshold: BigInt(oracle.threshold),
    notBefore: toChainTime(oracle.not_before),
    maxAge: BigInt(oracle.max_age_seconds),
  }
}

/** The first whole second that is not before it. */
function toChainTime(iso: string): bigint {
  return BigInt(Math.ceil(Date.parse(iso) / 1000))
}

function toPanel(panel: TermsDoc['resolution']['panel'], parties: readonly Hex[]): Deal['panel'] {
  if (!panel) return { root: ZERO_HASH, totalWeight: 0n, k: 0, m: 0, struck: [] }
  return {
    root: panel.root,
    totalWeight: BigInt(panel.total_weight),
    k: panel.k,
    m: panel.m,
    struck: [...new Set([...panel.struck, ...parties])],
  }
}
