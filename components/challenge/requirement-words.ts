import type { NetworkView } from '@/components/data/types'
import type { Requirement } from '@/lib/challenge/draft'
import { formatAmount } from '@/lib/funds/format-amount'

/** One thing a wallet must have. `exact` is the amount as it is signed, in the smallest unit. */
export type Ask = { says: string; exact?: string; atEnd?: boolean }

/** Pure: what a side must prove, one entry per check, in words. Empty where nothing is asked. */
export function sayRequirement(requirement: unknown, networks: readonly NetworkView[]): Ask[] {
  const asked = requirement as Requirement | null | undefined
  if (!asked) return []
  const network = networks.find(({ chain_id }) => chain_id === asked.network)
  return [
    ...asked.funds_checks.map((check) => sayCheck(check, network)),
    ...(asked.min_wallet_age_days ? [{ says: `a wallet in use for ${count(asked.min_wallet_age_days, 'day')}` }] : []),
    ...(asked.min_transactions ? [{ says: `at least ${count(asked.min_transactions, 'transaction')}` }] : []),
  ]
}

/** Pure: where it is looked for: the network's name, or its id where this desk does not know it. */
export function sayNetwork(requirement: unknown, networks: readonly NetworkView[]): string | null {
  const asked = requirement as Requirement | null | undefined
  if (!asked) return null
  return networks.find(({ chain_id }) => chain_id === asked.network)?.name ?? asked.network
}

/** The wallet a requirement is read from, where it is another than the party's own. */
export function backingWallet(requirement: unknown): string | null {
  return (requirement as Requirement | null | undefined)?.wallet_address ?? null
}

function sayCheck(check: Requirement['funds_checks'][number], network: NetworkView | undefined): Ask {
  const asset = network?.assets.find(
    ({ asset_type, token_address }) => asset_type === check.asset_type && token_address === check.token_address,
  )
  // The symbol of a listed asset is the desk's; any other is what the creator called it.
  const amount = asset
    ? `${formatAmount(check.min_balance, asset.decimals)} ${asset.symbol}`
    : `${check.min_balance} smallest units of ${check.currency_symbol}`
  const token = asset || !check.token_address ? '' : ` (token ${shortAddress(check.token_address)})`
  return {
    says: `at least ${amount}${token}`,
    exact: `${check.min_balance} in the smallest unit`,
    ...(check.recheck === 'lock' ? {} : { atEnd: true }),
  }
}

function shortAddress(address: string): string {
  return `${address.slice(0, 6)}…${address.slice(-4)}`
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? '' : 's'}`
}
