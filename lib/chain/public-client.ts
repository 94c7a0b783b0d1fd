import { type Chain, createPublicClient, custom, defineChain, fallback, type PublicClient, type Transport } from 'viem'
import { networkOf } from '@/lib/proof/chains'
import { assetsOf } from './networks'
import { isProviderFailure } from './provider-failure'
import { chainProviders, type Provider } from './providers'

/**
 * A viem client of a chain that asks its providers in turn until one answers. What it reads is one provider's word:
 * where it matters, ask each with `clientOf` and `quorumRead`. Its errors hold no URL.
 */
export function publicClient(chainId: number): PublicClient {
  return createPublicClient({ chain: viemChain(chainId), transport: chainTransport(chainId) })
}

/** A viem client of one provider, for what has no plain JSON-RPC call: contract reads, ERC-1271 and ERC-6492. */
export function clientOf(chainId: number, provider: Provider): PublicClient {
  return createPublicClient({ chain: viemChain(chainId), transport: transportOf(provider) })
}

/** As `clientOf`, but never asking the web servers a contract names (ERC-3668): whoever wrote it chose those. */
export function onchainClientOf(chainId: number, provider: Provider): PublicClient {
  return createPublicClient({ chain: viemChain(chainId), transport: transportOf(provider), ccipRead: false })
}

/** The transport of `publicClient`, for wallet clients that send. */
export function chainTransport(chainId: number): Transport {
  return fallback(chainProviders(chainId).map(transportOf), { retryCount: 0 })
}

/** The chain as viem wants it, without addresses of its own. */
export function viemChain(chainId: number): Chain {
  const network = networkOf(chainId)
  if (!network) throw new Error(`Chain ${chainId} is not known`)

  const symbol = assetsOf(network)[0]?.symbol ?? 'ETH'
  return defineChain({
    id: chainId,
    name: network.name,
    nativeCurrency: { name: symbol, symbol, decimals: 18 },
    rpcUrls: { default: { http: [] } },
  })
}

function transportOf(provider: Provider): Transport {
  const request = ({ method, params }: { method: string; params?: unknown }) =>
    provider.request(method, Array.isArray(params) ? params : []).catch(throwForViem)
  return custom({ request }, { retryCount: 0 })
}

/** viem tells a contract's refusal by code 3 and finds what it said in `data`; anything else makes it ask the next one. */
function throwForViem(error: unknown): never {
  if (!isProviderFailure(error, 'reverted')) throw error
  throw Object.assign(new Error('execution reverted'), { code: 3, data: error.detail.data })
}
