import { expect, it } from 'vitest'
import type { NetworkView } from '@/components/data/types'
import { differences, type Terms } from './compare'
import { backingWallet, sayNetwork, sayRequirement } from './requirement-words'

const TOKEN = '0x5fbdb2315678afecb367f032d93f642f64180aa3'
const asset = { max_bond: null, max_committee_bond: null }
const networks: NetworkView[] = [
  {
    chain_id: 'eip155:31337',
    alias: 'local',
    name: 'Local chain',
    eas: null,
    schema_registry: null,
    usable_blockhash: true,
    feeds: [],
    assets: [
      { asset_type: 'NATIVE', symbol: 'ETH', decimals: 18, ...asset },
      { asset_type: 'ERC20', token_address: TOKEN, symbol: 'tUSD', decimals: 6, ...asset },
    ],
  },
]
const eth = (min_balance: string, recheck = 'lock') => ({
  asset_type: 'NATIVE',
  min_balance,
  currency_symbol: 'ETH',
  recheck,
})
const requirement = (funds_checks: object[], more = {}) => ({ network: 'eip155:31337', funds_checks, ...more })
const terms: Terms = {
  revision: 1,
  title: 'Bike for 0.4 ETH',
  description: 'Blue.',
  terms: null,
  documents: [],
  requirements: { creator: null, counterparty: requirement([eth('400000000000000000')]) },
}

it('says what a wallet must have, with the desk’s own name for what it knows', () => {
  const asked = requirement(
    [
      eth('400000000000000000', 'both'),
      { asset_type: 'ERC20', token_address: TOKEN, min_balance: '250000000', currency_symbol: 'USDC', recheck: 'lock' },
      {
        asset_type: 'ERC20',
        token_address: `0x${'ab'.repeat(20)}`,
        min_balance: '7',
        currency_symbol: 'XYZ',
        recheck: 'lock',
      },
    ],
    { min_wallet_age_days: 30, min_transactions: 1, wallet_address: '0x01' },
  )
  expect(sayRequirement(asked, networks)).toEqual([
    { says: 'at least 0.4 ETH', exact: '400000000000000000 in the smallest unit', atEnd: true },
    { says: 'at least 250 tUSD', exact: '250000000 in the smallest unit' },
    { says: 'at least 7 smallest units of XYZ (token 0xabab…abab)', exact: '7 in the smallest unit' },
    { says: 'a wallet in use for 30 days' },
    { says: 'at least 1 transaction' },
  ])
  expect(sayRequirement(null, networks)).toEqual([])
  expect(sayNetwork(asked, networks)).toBe('Local chain')
  expect(sayNetwork({ ...asked, network: 'eip155:5' }, networks)).toBe('eip155:5')
  expect(backingWallet(asked)).toBe('0x01')
})

it('finds what changed between two revisions and nothing else', () => {
  expect(differences(terms, { ...terms, revision: 2 }, networks)).toEqual([])
  const after: Terms = {
    ...terms,
    revision: 2,
    title: 'Bike for 0.5 ETH',
    description: null,
    terms: { color: 'blue', gears: 21 },
    documents: [{ name: 'photo.jpg', size: 3, sha256: `0x${'1f'.repeat(32)}` }],
    requirements: { creator: null, counterparty: requirement([eth('500000000000000000')]) },
  }
  expect(differences({ ...terms, endsBy: 'a' }, { ...after, endsBy: 'b' }, networks)).toEqual([
    { what: 'Title', before: 'Bike for 0.4 ETH', after: 'Bike for 0.5 ETH' },
    { what: 'Description', before: 'Blue.', after: null },
    { what: 'Asked of the counterparty', before: 'at least 0.4 ETH', after: 'at least 0.5 ETH' },
    { what: 'color', before: null, after: 'blue' },
    { what: 'gears', before: null, after: '21' },
    { what: 'Documents', before: null, after: 'photo.jpg (0x1f1f1f1f…)' },
    { what: 'To be settled by', before: 'a', after: 'b', time: true },
  ])
})
