import { env } from '@/lib/env'
import { singleton } from '@/lib/singleton'
import { coalesce } from './coalesce'
import { hostOf, toEndpoint } from './endpoint'
import { postText } from './http-post'
import { callMany, callOne, type RpcCall, type RpcOutcome } from './json-rpc'
import { isProviderFailure } from './provider-failure'

/** How long one request to a provider may take. */
export const CALL_TIMEOUT_MS = 2_500

/** One RPC provider of a chain. Holds no URL that could be printed. */
export type Provider = {
  /** Its place in the chain's list, for logs: "provider 2". */
  label: string
  /** Who stands behind it, for counting different providers. */
  host: string
  /** The `result` of one JSON-RPC call, unchecked. Throws ProviderFailure and nothing else. */
  request(method: string, params: readonly unknown[]): Promise<unknown>
}

/** The providers of a chain as the environment lists them (`RPC_<chain id>`); empty for a chain that is not served. */
export function chainProviders(chainId: number): Provider[] {
  return (env().rpcUrls.get(chainId) ?? []).map((url, index) => providerFor(url, `provider ${index + 1}`))
}

/** Opened once per process, since each keeps its connections. */
function providerFor(url: string, label: string): Provider {
  const opened = singleton('chain-providers', () => new Map<string, Provider>())
  const key = `${label} ${url}`
  const provider = opened.get(key) ?? openProvider(url, label)
  opened.set(key, provider)
  return provider
}

/**
 * Calls every node answers from its index, so that waiting for each other costs nothing. `eth_call` is never among them:
 * a contract that burns gas would make others' answers late.
 */
const CHEAP = new Set([
  'eth_getBlockByNumber',
  'eth_getBalance',
  'eth_getTransactionCount',
  'eth_getCode',
  'eth_chainId',
])

/** A provider at `url`. Throws (without the URL) when it is not one. */
export function openProvider(url: string, label = 'provider', timeoutMs = CALL_TIMEOUT_MS): Provider {
  const endpoint = toEndpoint(url)
  const post = (body: string) => postText(endpoint, body, timeoutMs)
  let servesBatches = true

  async function sendAll(calls: RpcCall[]): Promise<RpcOutcome[]> {
    if (calls.length > 1 && servesBatches) {
      const outcomes = await callMany(post, calls)
      if (outcomes) return outcomes
      servesBatches = false
    }
    return Promise.all(calls.map((call) => outcomeOf(callOne(post, call))))
  }

  const cheap = coalesce(sendAll)
  return {
    label,
    host: hostOf(endpoint.url),
    request: (method, params) => (CHEAP.has(method) ? cheap({ method, params }) : callOne(post, { method, params })),
  }
}

async function outcomeOf(result: Promise<unknown>): Promise<RpcOutcome> {
  try {
    return { result: await result }
  } catch (failure) {
    if (isProviderFailure(failure)) return { failure }
    throw failure
  }
}
