import type { NetworkView } from '@/components/data/types'
import { EMPTY_RESOLUTION, emptyValues, type FormValues, type ResolutionText } from './values'

export const USDC = '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48'
export const ESCROW = `0x${'e5'.repeat(20)}`
export const FEED = `0x${'fe'.repeat(20)}`
export const TUSD = `0x${'7e'.repeat(20)}`

const COIN = { asset_type: 'NATIVE' as const, symbol: 'ETH', decimals: 18, max_bond: null, max_committee_bond: null }
const token = (symbol: string, token_address: string) => ({
  ...COIN,
  asset_type: 'ERC20' as const,
  symbol,
  decimals: 6,
  token_address,
})
const base = { eas: null, schema_registry: null, usable_blockhash: true, feeds: [] }

/** A desk on Ethereum and the local chain. */
export const NETWORKS: NetworkView[] = [
  { ...base, chain_id: 'eip155:1', alias: 'eth-mainnet', name: 'Ethereum', assets: [COIN, token('USDC', USDC)] },
  {
    ...base,
    chain_id: 'eip155:31337',
    alias: 'local',
    name: 'Local chain',
    escrow: ESCROW,
    assets: [COIN, token('tUSD', TUSD)],
    feeds: [{ address: FEED, description: 'ETH / USD', decimals: 8 }],
  },
]

export const MODERATOR = `0x${'33'.repeat(20)}`

export const OWN = `0x${'11'.repeat(20)}`
export const DESK = { networks: NETWORKS, zone: 'Europe/Berlin', own: [OWN], now: new Date('2026-11-21T12:00:00Z') }

/** The form of somebody on the local chain who typed the least there is to type. */
export function typed(over: Partial<FormValues> = {}): FormValues {
  const empty = emptyValues(NETWORKS, 31337)
  const [check] = empty.other.checks
  if (!check) throw new Error('The form asks for no amount')
  return { ...empty, title: 'Bike', other: { ...empty.other, checks: [{ ...check, amount: '0.4' }] }, ...over }
}

/** FIRE with a bond of 1 ETH against half of it. */
export const BONDED = {
  mode: 'FIRE' as const,
  bond: {
    network: 'eip155:31337',
    asset: 'NATIVE',
    creator: '1',
    counterparty: '0.5',
    creatorBase: '',
    counterpartyBase: '',
  },
}

/** ETH at or above 2 500.5 dollars on the first answer from the first of December on. */
export const ORACLE: ResolutionText = {
  ...EMPTY_RESOLUTION,
  strategy: 'ORACLE',
  feed: FEED,
  threshold: '2500.5',
  notBefore: '2026-12-01T12:00',
  maxAgeHours: '6',
}
