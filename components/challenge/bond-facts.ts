import type { BondView, ChallengeView, NetworkView, StakeView } from '@/components/data/types'
import { isTerminal, type Party } from '@/lib/challenge/state'
import { formatAmount } from '@/lib/funds/format-amount'

/** How an asset is written. */
export type Unit = { symbol: string; decimals: number }

export type Deposit = {
  kind: StakeView['kind']
  what: string
  units: string
  look: 'ok' | 'wait' | 'no' | 'none'
  word: string
  txHash: string | null
}

const NAMES: Record<StakeView['kind'], string> = { HONESTY_BOND: 'Bond', BASE: 'Stake', DISPUTE_FEE: 'Dispute fee' }

/** The bond of a challenge; null in a mode without. */
export function bondOf(challenge: Pick<ChallengeView, 'bond'>): BondView | null {
  return challenge.bond as BondView | null
}

type Ended = Pick<ChallengeView, 'bond' | 'status' | 'stakes' | 'your_role'>

/** Pure: whether the contract may owe the viewer something: it has ended, and something was deposited. */
export function mayWithdraw({ bond, status, stakes, your_role }: Ended): boolean {
  const isParty = your_role === 'creator' || your_role === 'counterparty'
  return bond !== null && isParty && isTerminal(status) && stakes.length > 0
}

/** Pure: how the bond's asset is written; in its smallest unit when the desk does not list it any more. */
export function unitOf(bond: BondView, networks: readonly NetworkView[]): Unit {
  const network = networks.find(({ chain_id }) => chain_id === bond.network)
  const asset = network?.assets.find(({ token_address }) => token_address === bond.token_address)
  return asset ? { symbol: asset.symbol, decimals: asset.decimals } : { symbol: 'units', decimals: 0 }
}

/** How amounts of the bond's asset are written: `0.4 ETH`. */
export function sayUnitsOf(bond: BondView, networks: readonly NetworkView[]): (units: string) => string {
  const { symbol, decimals } = unitOf(bond, networks)
  return (units) => `${formatAmount(units, decimals)} ${symbol}`
}

/** Pure: what one side has to put down, and how far the chain has it. */
export function depositsOf(challenge: Pick<ChallengeView, 'bond' | 'stakes' | 'status'>, side: Party): Deposit[] {
  const bond = bondOf(challenge)
  if (!bond) return []
  const stakes = (challenge.stakes as StakeView[]).filter(({ role }) => role === side)
  const base = side === 'creator' ? bond.creator_base : bond.counterparty_base
  const expected: [StakeView['kind'], string | undefined][] = [
    ['HONESTY_BOND', bond[side]],
    ['BASE', base],
    ['DISPUTE_FEE', stakes.find(({ kind }) => kind === 'DISPUTE_FEE')?.amount],
  ]
  return expected.flatMap(([kind, units]) =>
    units && units !== '0'
      ? [
          toDeposit(
            kind,
            units,
            stakes.find((stake) => stake.kind === kind),
            challenge.status,
          ),
        ]
      : [],
  )
}

function toDeposit(
  kind: StakeView['kind'],
  units: string,
  stake: StakeView | undefined,
  status: ChallengeView['status'],
): Deposit {
  const deposit = { kind, what: NAMES[kind], units, txHash: stake?.tx_hash ?? null }
  switch (stake?.status) {
    case undefined:
      return ['CANCELLED', 'EXPIRED', 'COMPLETED'].includes(status)
        ? { ...deposit, look: 'none', word: 'never put down' }
        : { ...deposit, look: 'wait', word: 'not there yet' }
    case 'PENDING':
      return { ...deposit, look: 'wait', word: 'seen, not confirmed' }
    case 'HELD':
      return { ...deposit, look: 'ok', word: 'held' }
    case 'RELEASED':
      return { ...deposit, look: 'ok', word: 'released' }
    case 'REFUNDED':
      return { ...deposit, look: 'ok', word: 'given back' }
    case 'SLASHED':
      return { ...deposit, look: 'no', word: 'lost' }
  }
}
