import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { caip2, findNetwork, NETWORKS, type Network, networkOf } from '@/lib/proof/chains'

export const LOCAL_CHAIN = 31337

/** An asset the desk names in its lists. Any other ERC-20 may be asked for by address. */
export type Asset = {
  assetType: 'NATIVE' | 'ERC20'
  tokenAddress?: string
  symbol: string
  decimals: number
}

/** The chains this desk serves: those Countersign knows and the environment has providers for. */
export function servedNetworks(): Network[] {
  return NETWORKS.filter(({ chainId }) => (env().rpcUrls.get(chainId)?.length ?? 0) > 0)
}

/** The chain id behind a CAIP-2 id, an alias or a number. E2002 for a chain this desk does not serve. */
export function resolveNetwork(named: string | number): number {
  const network = typeof named === 'number' || /^\d+$/.test(named) ? networkOf(Number(named)) : findNetwork(named)
  if (network && servedNetworks().includes(network)) return network.chainId

  const served = servedNetworks().map(({ chainId, alias }) => `${caip2(chainId)} (${alias})`)
  throw new AppError('E2002', `This desk does not serve that network. It serves ${served.join(', ') || 'none'}.`)
}

const NATIVE_SYMBOLS: Record<number, string> = { 60: 'ETH', 966: 'POL', 714: 'BNB' }

/** Dollar tokens by chain: [symbol, address, decimals], as their issuers publish them. */
const TOKENS: Record<number, readonly (readonly [string, string, number])[]> = {
  1: [
    ['USDC', '0xa0b86991c6218b36c1d19d4a2e9eb0ce3606eb48', 6],
    ['USDT', '0xdac17f958d2ee523a2206206994597c13d831ec7', 6],
  ],
  8453: [['USDC', '0x833589fcd6edb6e08f4c7c32d4f71b54bda02913', 6]],
  137: [
    ['USDC', '0x3c499c542cef5e3811e1192ce70d8cc03d5c3359', 6],
    ['USDT', '0xc2132d05d31c914a87c6611c10748aeb04b58e8f', 6],
  ],
  42161: [
    ['USDC', '0xaf88d065e77c8cc2239327c5edb3a432268e5831', 6],
    ['USDT', '0xfd086bc7cd5c481dcc9c85ebe478a1c0b69fcbb9', 6],
  ],
  10: [
    ['USDC', '0x0b2c639c533813f4aa9d7837caf62653d097ff85', 6],
    ['USDT', '0x94b008aa00579c1307b0ef2c499ad98a8ce58e58', 6],
  ],
  56: [
    ['USDC', '0x8ac76a51cc950d9822d68b83fe1ad97b32cd580d', 18],
    ['USDT', '0x55d398326f99059ff775485246999027b3197955', 18],
  ],
  11155111: [['USDC', '0x1c7d4b196cb0c7b01d743fbc6116a902379c7238', 6]],
  84532: [['USDC', '0x036cbd53842c5426634e7929541ec2318f3dcf7e', 6]],
}

/** What the desk lists for a chain: its coin, well-known tokens, and on the local chain the test token. */
export function assetsOf(network: Network): Asset[] {
  const symbol = NATIVE_SYMBOLS[network.coinType] ?? 'ETH'
  const testToken = network.local ? env().local.testToken : undefined
  const tokens = testToken ? [['tUSD', testToken, 6] as const] : (TOKENS[network.chainId] ?? [])

  return [
    { assetType: 'NATIVE', symbol, decimals: 18 },
    ...tokens.map(
      ([name, tokenAddress, decimals]): Asset => ({ assetType: 'ERC20', tokenAddress, symbol: name, decimals }),
    ),
  ]
}

/**
 * Chains whose block hashes one operator does not choose alone: Ethereum's and Sepolia's blocks come from many proposers.
 * The rollups' come from one sequencer, and Arbitrum's documentation calls its own `blockhash` insecure as a source of
 * randomness; Polygon's and BNB's small producer sets write many blocks in a row. The local chain counts as usable,
 * being worth nothing anyway.
 */
const USABLE_BLOCKHASH = new Set([1, 11155111, LOCAL_CHAIN])

/** Whether draws may take their randomness from this chain's block hashes (domain §4, COMMITTEE). */
export function hasUsableBlockhash(chainId: number): boolean {
  return USABLE_BLOCKHASH.has(chainId)
}

/** Where coins of test networks, worth nothing, are handed out. */
const FAUCETS: Record<number, string> = {
  11155111: 'https://www.alchemy.com/faucets/ethereum-sepolia',
  84532: 'https://www.alchemy.com/faucets/base-sepolia',
}

export function faucetOf(chainId: number): string | undefined {
  return FAUCETS[chainId]
}

/** EAS and its schema registry on a chain, lower-case; null where there is none. */
export function easOf(network: Network): { eas: string | null; schemaRegistry: string | null } {
  if (!network.local) return { eas: network.eas, schemaRegistry: network.schemaRegistry }
  const { eas, schemaRegistry } = env().local
  return { eas: eas ?? null, schemaRegistry: schemaRegistry ?? null }
}
