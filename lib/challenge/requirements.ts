import type { FundsRequirement } from '@/lib/funds/decide'
import type { FundsReading } from '@/lib/funds/read-funds'
import type { Challenge, SideCheck } from './challenge'
import { chainIdOf, type Requirement } from './draft'
import type { Party } from './state'

const SIDES: readonly Party[] = ['creator', 'counterparty']

/** Pure: everything both sides must prove, one entry per check; at the end only those marked for it. */
export function requirementsOf(challenge: Challenge, phase: 'lock' | 'end'): FundsRequirement[] {
  const all = SIDES.flatMap((role) => {
    const requirement = challenge.requirements?.[role]
    const wallet = backingOf(challenge, role)
    return requirement && wallet ? checksOf(requirement, role, wallet, phase) : []
  })
  return all.map((check, index) => ({ ...check, index }))
}

/** Pure: the wallet a side's requirement is read from: the one it names, else the party's own. None where nothing is asked. */
export function backingOf(challenge: Challenge, role: Party): string | undefined {
  const requirement = challenge.requirements?.[role]
  return requirement ? (requirement.wallet_address ?? addressOf(challenge, role)) : undefined
}

/** Pure: what a side's readings come to. A failed one decides; one that could not be told keeps it open. */
export function sideCheckOf(role: Party, readings: FundsReading[], shared: number): SideCheck | undefined {
  const own = readings.filter((reading) => reading.requirement.role === role)
  if (own.length === 0) return undefined

  const has = (status: FundsReading['status']) => own.some((reading) => reading.status === status)
  return {
    funds: has('FAILED') ? 'FAILED' : has('ERROR') ? 'ERROR' : 'PASSED',
    providers_agreed: Math.min(...own.map((reading) => reading.providersAgreed)),
    shared,
  }
}

type Unnumbered = Omit<FundsRequirement, 'index'>

function checksOf(requirement: Requirement, role: Party, wallet: string, phase: 'lock' | 'end'): Unnumbered[] {
  const base = { role, network: chainIdOf(requirement.network), wallet }
  const balances = requirement.funds_checks
    .filter((check) => phase === 'lock' || check.recheck !== 'lock')
    .map(
      (check): Unnumbered => ({
        ...base,
        kind: 'BALANCE',
        assetType: check.asset_type,
        ...(check.token_address ? { tokenAddress: check.token_address } : {}),
        minBalance: BigInt(check.min_balance),
      }),
    )
  if (phase === 'end') return balances

  const { min_wallet_age_days: age, min_transactions: count } = requirement
  return [
    ...balances,
    ...(age ? [{ ...base, kind: 'WALLET_AGE' as const, minWalletAgeDays: age }] : []),
    ...(count ? [{ ...base, kind: 'TX_COUNT' as const, minTransactions: count }] : []),
  ]
}

function addressOf(challenge: Challenge, role: Party): string | undefined {
  return role === 'creator' ? challenge.creator.address : challenge.counterparty?.address
}
