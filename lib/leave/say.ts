import { formatAmount } from '../funds/format-amount'
import type { Hex } from '../proof/hash'
import { ZERO_ADDRESS } from '../stake/deal'
import type { DealNow } from './read-deal'

/** An amount of the deal's token, exactly: `0.4 ETH`. */
export function sayAmount(amount: bigint, { token }: Pick<DealNow, 'token'>): string {
  return `${formatAmount(amount, token.decimals)} ${token.symbol}`
}

/** A time of the chain, in UTC and to the second: `2026-12-31 12:00:00 UTC`. */
export function sayTime(seconds: bigint): string {
  return `${new Date(Number(seconds) * 1000).toISOString().slice(0, 19).replace('T', ' ')} UTC`
}

/** Who an address is in the deal. */
export function sayWho(account: Hex, { deal, seats }: Pick<DealNow, 'deal' | 'seats'>): string {
  if (account === deal.creator) return 'the creator'
  if (account === deal.counterparty) return 'the counterparty'
  if (account === deal.resolver) return 'the moderator'
  return seats.includes(account) ? 'a member of the panel' : account
}

const STATES = {
  NONE: 'nobody has deposited',
  OPEN: 'the creator has deposited, the counterparty has not',
  JOINED: 'both have deposited',
  DISPUTED: 'disputed',
  ENDED: 'ended: what was held is credited',
} as const

/** Everything there is to know of a deal, name by name, as the chain says it. */
export function factsOf(now: DealNow): (readonly [name: string, value: string])[] {
  const { deal, block } = now
  return [
    ['State', STATES[now.state]],
    ['Deal', now.id],
    ['Escrow', `${now.escrow} on chain ${now.chainId}`],
    ['Creator', deal.creator],
    ['Counterparty', deal.counterparty],
    ['Token', deal.token === ZERO_ADDRESS ? `the chain’s coin, ${now.token.symbol}` : deal.token],
    ['Bond of the creator', sayDeposit(deal.creatorBond, deal.creatorBase, now)],
    ['Bond of the counterparty', sayDeposit(deal.counterpartyBond, deal.counterpartyBase, now)],
    ['Held for both', sayAmount(now.held, now)],
    ['To join by', sayTime(deal.joinBy)],
    ...(deal.respondBy > 0n ? [['To respond by', `${sayTime(deal.respondBy)}; ${sayResponses(now)}`] as const] : []),
    ['To settle by', sayTime(deal.settleBy)],
    ...disputeOf(now),
    ...(deal.resolver === ZERO_ADDRESS ? [] : [['Moderator', deal.resolver] as const]),
    ...(deal.oracle.feed === ZERO_ADDRESS ? [] : [['Oracle', sayOracle(now)] as const]),
    ...(now.deal.panel.m === 0 ? [] : [['Panel', `${deal.panel.k} of ${deal.panel.m} decide`] as const]),
    ...now.standings
      .filter(({ credited }) => credited > 0n)
      .map(({ account, credited }) => [`Credited to ${sayWho(account, now)}`, sayAmount(credited, now)] as const),
    ['The chain’s time', `${sayTime(block.seconds)}, block ${block.number}`],
  ]
}

function sayDeposit(bond: bigint, base: bigint, now: DealNow): string {
  return base === 0n ? sayAmount(bond, now) : `${sayAmount(bond, now)}, and a stake of ${sayAmount(base, now)}`
}

function sayResponses({ creatorResponded, counterpartyResponded }: DealNow): string {
  if (creatorResponded && counterpartyResponded) return 'both have'
  if (!creatorResponded && !counterpartyResponded) return 'neither has'
  return creatorResponded ? 'the creator has' : 'the counterparty has'
}

function disputeOf(now: DealNow): (readonly [string, string])[] {
  if (now.state !== 'DISPUTED') return []
  const seats = now.seats.length > 0 ? now.seats.join(', ') : 'none taken yet'
  return [
    ['Dispute', `opened by ${sayWho(now.opener, now)}; a verdict is due by ${sayTime(now.disputeUntil)}`],
    ...(now.deal.panel.m > 0 ? [['Seats', `round ${now.round + 1}: ${seats}`] as const] : []),
  ]
}

function sayOracle({ deal }: DealNow): string {
  const { feed, comparator, threshold, notBefore, maxAge } = deal.oracle
  const compared = comparator === 0 ? 'at least' : 'at most'
  return `${feed}: the creator wins when its first answer from ${sayTime(notBefore)} on, at most ${maxAge} seconds later, is ${compared} ${threshold}`
}
