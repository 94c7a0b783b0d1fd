import type { BondView } from '@/components/data/types'
import { formatAmount, parseAmount } from '@/lib/funds/format-amount'
import type { Desk } from './to-body'
import { bondedNetworks, type Errors, type FormValues, isBonded, strategyOf } from './values'

const REQUIRED = ['creator', 'counterparty'] as const
const BASES = [
  ['creatorBase', 'creator_base'],
  ['counterpartyBase', 'counterparty_base'],
] as const

/** The network and the asset bonds are in, as the desk lists them; undefined parts are not there any more. */
export function bondAsset({ bond }: Pick<FormValues, 'bond'>, networks: Desk['networks']) {
  const network = bondedNetworks(networks).find(({ chain_id }) => chain_id === bond.network)
  const asset = network?.assets.find((each) => (each.token_address ?? 'NATIVE') === bond.asset)
  return { network, asset }
}

/** Pure: what both put down; null in a mode without bonds. */
export function readBond(values: FormValues, { networks }: Pick<Desk, 'networks'>, errors: Errors): BondView | null {
  if (!isBonded(values.mode)) return null
  const { network, asset } = bondAsset(values, networks)
  if (!network || !asset) {
    errors['bond.network'] = network
      ? 'Bonds in that asset are not taken here. Choose another.'
      : 'This desk holds no bonds on that network. Choose another.'
    return null
  }

  const { bond } = values
  const most = strategyOf(values) === 'COMMITTEE' ? (asset.max_committee_bond ?? asset.max_bond) : asset.max_bond
  const read = (field: keyof typeof bond) => readUnits(bond[field], { asset, most, field: `bond.${field}`, errors })
  const [creator, counterparty] = REQUIRED.map((field) => {
    if (bond[field].trim() === '') errors[`bond.${field}`] = 'A bond needs an amount.'
    return read(field)
  })
  const bases = BASES.filter(([field]) => bond[field].trim() !== '').map(([field, name]) => [name, read(field)])
  return {
    network: network.chain_id,
    ...(asset.token_address ? { token_address: asset.token_address } : {}),
    creator: creator ?? '0',
    counterparty: counterparty ?? '0',
    ...Object.fromEntries(bases),
  }
}

type Reading = {
  asset: { symbol: string; decimals: number }
  most: string | null
  field: string
  errors: Errors
}

function readUnits(text: string, { asset, most, field, errors }: Reading): string {
  if (text.trim() === '') return '0'
  const parsed = parseAmount(text.trim(), asset.decimals)
  if ('error' in parsed) {
    errors[field] = parsed.error
    return '0'
  }
  if (parsed.units === 0n) errors[field] = 'Put down more than nothing.'
  if (most !== null && parsed.units > BigInt(most)) {
    errors[field] = `At most ${formatAmount(BigInt(most), asset.decimals)} ${asset.symbol} here.`
  }
  return parsed.units.toString()
}
