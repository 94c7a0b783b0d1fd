import { type Deal, disputeFeeOf } from './deal'

/** 0x…dEaD: what is burned is credited to it. */
export const BURN_ADDRESS = '0x000000000000000000000000000000000000dead'

export type Slash = {
  burn: bigint
  treasury: bigint
  /** To each of the members whose votes decided. */
  eachProver: bigint
  /** Of the dispute's fee, back to whoever opened it. */
  feeBackToOpener: bigint
  /** What the winner gets of the loser's bond, dust included. */
  winnerReward: bigint
}

/** Pure: how a lost bond and a dispute's fee are divided (domain §4, "Slash"; vectors/slash.json). */
export function slashOf(lost: { bond: bigint; provers: number; disputeFee: bigint; openerIsWinner: boolean }): Slash {
  const { bond, provers, disputeFee, openerIsWinner } = lost
  const burn = (bond * 30n) / 100n
  const treasury = (bond * 10n) / 100n
  const share = (bond * 10n) / 100n
  const rest = bond - burn - treasury - share
  if (provers === 0) {
    return { burn, treasury, eachProver: 0n, feeBackToOpener: disputeFee, winnerReward: rest + share }
  }

  const feeBackToOpener = openerIsWinner ? smaller(disputeFee, share) : 0n
  const pool = share - feeBackToOpener + disputeFee
  const eachProver = pool / BigInt(provers)
  return { burn, treasury, eachProver, feeBackToOpener, winnerReward: rest + pool - eachProver * BigInt(provers) }
}

/** Pure: `creatorBps` of everything held, floor to the creator, the rest to the counterparty (vectors/split.json). */
export function splitOf(held: bigint, creatorBps: number): { toCreator: bigint; toCounterparty: bigint } {
  const toCreator = (held * BigInt(creatorBps)) / 10_000n
  return { toCreator, toCounterparty: held - toCreator }
}

/** How a deal ends on chain. `provers`: the members whose votes decided, none for every other way. */
export type DealEnding =
  | { kind: 'expired' }
  | { kind: 'split'; toCreator: bigint; toCounterparty: bigint }
  | {
      kind: 'settled'
      outcome: 'FULFILLED' | 'CREATOR_WIN' | 'COUNTERPARTY_WIN' | 'DRAW' | 'NO_CONTEST'
      provers: readonly string[]
    }

export type Payout = {
  to: 'creator' | 'counterparty' | 'treasury' | 'burn' | 'prover'
  member?: string
  amount: bigint
}

type Sums = Pick<Deal, 'creatorBond' | 'counterpartyBond' | 'creatorBase' | 'counterpartyBase'>

/**
 * Pure: who is credited what when both have deposited and the deal ends this way, zero amounts left out. `opener`: who
 * opened a dispute and paid its fee, null without one. The same rule as the contract's, for rehearsal, receipt and pages.
 */
export function payoutsOf(deal: Sums, opener: 'creator' | 'counterparty' | null, ending: DealEnding): Payout[] {
  const fee = opener ? disputeFeeOf(deal) : 0n
  const own = {
    creator: deal.creatorBond + deal.creatorBase,
    counterparty: deal.counterpartyBond + deal.counterpartyBase,
  }
  if (ending.kind === 'expired') return sumUp([...both(own), ...feeBack(opener, fee)])
  if (ending.kind === 'split') {
    return sumUp([...both({ creator: ending.toCreator, counterparty: ending.toCounterparty }), ...feeBack(opener, fee)])
  }

  const winner = winnerOf(ending.outcome)
  return sumUp(winner ? won(deal, opener, fee, winner, ending.provers) : refunded(own, opener, fee, ending.provers))
}

function winnerOf(outcome: string): 'creator' | 'counterparty' | null {
  if (outcome === 'CREATOR_WIN') return 'creator'
  return outcome === 'COUNTERPARTY_WIN' ? 'counterparty' : null
}

function won(
  deal: Sums,
  opener: 'creator' | 'counterparty' | null,
  fee: bigint,
  winner: 'creator' | 'counterparty',
  provers: readonly string[],
): Payout[] {
  const [kept, lost] =
    winner === 'creator' ? [deal.creatorBond, deal.counterpartyBond] : [deal.counterpartyBond, deal.creatorBond]
  const parts = slashOf({ bond: lost, provers: provers.length, disputeFee: fee, openerIsWinner: opener === winner })
  return [
    { to: winner, amount: kept + deal.creatorBase + deal.counterpartyBase + parts.winnerReward },
    ...feeBack(opener, parts.feeBackToOpener),
    ...provers.map((member): Payout => ({ to: 'prover', member, amount: parts.eachProver })),
    { to: 'treasury', amount: parts.treasury },
    { to: 'burn', amount: parts.burn },
  ]
}

/** Nobody lost: everything back; a panel that decided so keeps the fee, its dust goes back to the opener. */
function refunded(
  own: { creator: bigint; counterparty: bigint },
  opener: 'creator' | 'counterparty' | null,
  fee: bigint,
  provers: readonly string[],
): Payout[] {
  const each = provers.length > 0 ? fee / BigInt(provers.length) : 0n
  return [
    ...both(own),
    ...feeBack(opener, fee - each * BigInt(provers.length)),
    ...provers.map((member): Payout => ({ to: 'prover', member, amount: each })),
  ]
}

function both(amounts: { creator: bigint; counterparty: bigint }): Payout[] {
  return [
    { to: 'creator', amount: amounts.creator },
    { to: 'counterparty', amount: amounts.counterparty },
  ]
}

function feeBack(opener: 'creator' | 'counterparty' | null, amount: bigint): Payout[] {
  return opener ? [{ to: opener, amount }] : []
}

function sumUp(payouts: Payout[]): Payout[] {
  const sums = new Map<string, Payout>()
  for (const payout of payouts) {
    const key = `${payout.to} ${payout.member ?? ''}`
    const before = sums.get(key)?.amount ?? 0n
    sums.set(key, { ...payout, amount: before + payout.amount })
  }
  return [...sums.values()].filter(({ amount }) => amount > 0n)
}

function smaller(a: bigint, b: bigint): bigint {
  return a < b ? a : b
}
