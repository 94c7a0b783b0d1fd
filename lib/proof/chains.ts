import type { Hex } from './hash'

/**
 * A chain Countersign knows (domain §2). `coinType` is the SLIP-44 number of the coin that pays for gas there: 60 is ether,
 * also on the rollups and test networks that use it; 966 is Polygon's coin, 714 is BNB. `eas` and `schemaRegistry` are the
 * deployments listed by docs.attest.org, null where there is none or, on the local chain, where they differ each time.
 */
export type Network = {
  chainId: number
  alias: string
  name: string
  coinType: number
  eas: Hex | null
  schemaRegistry: Hex | null
  local: boolean
}

const OP_STACK = {
  eas: '0x4200000000000000000000000000000000000021',
  schemaRegistry: '0x4200000000000000000000000000000000000020',
} as const

export const NETWORKS: readonly Network[] = [
  {
    chainId: 1,
    alias: 'eth-mainnet',
    name: 'Ethereum',
    coinType: 60,
    eas: '0xa1207f3bba224e2c9c3c6d5af63d0eb1582ce587',
    schemaRegistry: '0xa7b39296258348c78294f95b872b282326a97bdf',
    local: false,
  },
  { chainId: 8453, alias: 'base-mainnet', name: 'Base', coinType: 60, ...OP_STACK, local: false },
  {
    chainId: 137,
    alias: 'polygon-mainnet',
    name: 'Polygon',
    coinType: 966,
    eas: '0x5e634ef5355f45a855d02d66ecd687b1502af790',
    schemaRegistry: '0x7876eef51a891e737af8ba5a5e0f0fd29073d5a7',
    local: false,
  },
  {
    chainId: 42161,
    alias: 'arbitrum-one',
    name: 'Arbitrum One',
    coinType: 60,
    eas: '0xbd75f629a22dc1ced33dda0b68c546a1c035c458',
    schemaRegistry: '0xa310da9c5b885e7fb3fba9d66e9ba6df512b78eb',
    local: false,
  },
  { chainId: 10, alias: 'optimism-mainnet', name: 'Optimism', coinType: 60, ...OP_STACK, local: false },
  {
    chainId: 56,
    alias: 'bsc-mainnet',
    name: 'BNB Smart Chain',
    coinType: 714,
    eas: null,
    schemaRegistry: null,
    local: false,
  },
  {
    chainId: 11155111,
    alias: 'sepolia',
    name: 'Sepolia',
    coinType: 60,
    eas: '0xc2679fbd37d54388ce493f1db75320d236e1815e',
    schemaRegistry: '0x0a7e2ff54e76b8e6659aedc9103fb21c038050d0',
    local: false,
  },
  { chainId: 84532, alias: 'base-sepolia', name: 'Base Sepolia', coinType: 60, ...OP_STACK, local: false },
  { chainId: 31337, alias: 'local', name: 'Local chain', coinType: 60, eas: null, schemaRegistry: null, local: true },
]

/** The network of a chain id, or undefined for a chain Countersign does not know. */
export function networkOf(chainId: number): Network | undefined {
  return NETWORKS.find((network) => network.chainId === chainId)
}

/** The network of a CAIP-2 id (`eip155:1`) or an alias (`eth-mainnet`). */
export function findNetwork(name: string): Network | undefined {
  return NETWORKS.find((network) => network.alias === name || caip2(network.chainId) === name)
}

/** CAIP-2 of an EVM chain. */
export function caip2(chainId: number): string {
  return `eip155:${chainId}`
}
