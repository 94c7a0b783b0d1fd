import type { z } from 'zod'
import { env } from '@/lib/env'
import { AppError } from '@/lib/errors'
import { networkOf } from '@/lib/proof/chains'
import { singleton } from '@/lib/singleton'
import { toSafeNumber } from './answers'
import type { DevRpcCall } from './dev-rpc-schemas'
import { LOCAL_CHAIN } from './networks'
import { isProviderFailure } from './provider-failure'
import { chainProviders, type Provider } from './providers'

/** Demo wallets offered: the local chain's own accounts, fewer than it has. */
const OFFERED = 4

/** What pages and demo wallets ask of a chain. Nothing that steers the chain itself (anvil_*, evm_*) is among it. */
const READS = new Set([
  'eth_chainId',
  'eth_getBalance',
  'eth_call',
  'eth_blockNumber',
  'eth_getTransactionReceipt',
  'eth_getTransactionByHash',
  'eth_estimateGas',
  'eth_gasPrice',
  'eth_feeHistory',
  'eth_getTransactionCount',
  'eth_getCode',
  'eth_getBlockByNumber',
])

/** Where each of these names the account that signs. */
const SIGNERS: Record<string, (params: readonly unknown[]) => unknown> = {
  personal_sign: ([, address]) => address,
  eth_signTypedData_v4: ([address]) => address,
  eth_sendTransaction: ([transaction]) => (transaction as { from?: unknown } | null | undefined)?.from,
}

type Said = { result: unknown } | { error: { code: number; message: string; data?: string } }
type Answer = { jsonrpc: '2.0'; id: number | string } & Said

/**
 * One JSON-RPC call of a page to the local chain, which browsers do not reach themselves. E9008 on a desk without one.
 * What is not on the list, and signing for accounts that are not demo wallets, is answered as wallets answer it (4200, 4100).
 */
export async function callLocalChain(call: z.output<typeof DevRpcCall>): Promise<Answer> {
  const { id } = call
  try {
    return { jsonrpc: '2.0', id, ...(await askLocalChain(call)) }
  } catch (error) {
    if (!isProviderFailure(error)) throw error
    const { rpcCode = -32603, data } = error.detail as { rpcCode?: number; data?: string }
    return { jsonrpc: '2.0', id, error: { code: rpcCode, message: error.message, ...(data ? { data } : {}) } }
  }
}

async function askLocalChain({ method, params }: z.output<typeof DevRpcCall>): Promise<Said> {
  const provider = await requireLocalChain()
  const demo = () => findDemoAccounts(provider)

  if (method === 'eth_accounts') return { result: await demo() }
  const signerOf = Object.hasOwn(SIGNERS, method) ? SIGNERS[method] : undefined
  if (!signerOf && !READS.has(method)) {
    return { error: { code: 4200, message: 'This development route does not pass that on.' } }
  }
  if (signerOf && !(await demo()).includes(String(signerOf(params)).toLowerCase())) {
    return { error: { code: 4100, message: 'Only demo wallets sign here.' } }
  }
  return { result: await provider.request(method, toChain(method, params)) }
}

/** The demo wallets of this desk, as pages offer them; none where there is no local chain, or it does not answer. */
export async function listDemoWallets(): Promise<{ name: string; address: string }[]> {
  const provider = localProvider()
  if (!provider) return []
  const addresses = await findDemoAccounts(provider).catch(() => [])
  return addresses.map((address, index) => ({ name: `Demo wallet ${index + 1}`, address }))
}

/** Wallets hand typed data over as text; the chain takes it as an object too. */
function toChain(method: string, params: readonly unknown[]): readonly unknown[] {
  const [address, data, ...rest] = params
  return method === 'eth_signTypedData_v4' && typeof data === 'string' ? [address, parse(data), ...rest] : params
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new AppError('E9004', 'The typed data is not JSON.')
  }
}

function localProvider(): Provider | undefined {
  return networkOf(LOCAL_CHAIN)?.local ? chainProviders(LOCAL_CHAIN)[0] : undefined
}

async function requireLocalChain(): Promise<Provider> {
  const provider = localProvider()
  if (provider && (await isReallyLocal(provider))) return provider
  throw new AppError('E9008', 'This desk has no local chain.')
}

const known = () => singleton('local-accounts', () => new Map<Provider, string[]>())

/** Whatever RPC_31337 points to must call itself 31337: an unlocked account elsewhere is somebody's money. */
async function isReallyLocal(provider: Provider): Promise<boolean> {
  if (known().has(provider)) return true
  return toSafeNumber(await provider.request('eth_chainId', [])) === LOCAL_CHAIN
}

/** The chain's unlocked accounts, but for those that send the desk's own transactions. Lower-case. */
async function findDemoAccounts(provider: Provider): Promise<string[]> {
  const accounts = await findAccounts(provider)
  const own = await addressesOf([...env().submitterKeys.values()])
  return accounts.filter((address) => !own.has(address)).slice(0, OFFERED)
}

/** A chain's own accounts stay the same, so a slow chain is asked once: nobody's name comes and goes with its load. */
async function findAccounts(provider: Provider): Promise<string[]> {
  const before = known().get(provider)
  if (before) return before
  if (!(await isReallyLocal(provider))) return []

  const answer = await provider.request('eth_accounts', [])
  const accounts = Array.isArray(answer) ? answer.filter((address) => typeof address === 'string') : []
  const lowered = accounts.map((address) => address.toLowerCase())
  known().set(provider, lowered)
  return lowered
}

async function addressesOf(keys: readonly `0x${string}`[]): Promise<Set<string>> {
  const { privateKeyToAddress } = await import('viem/accounts')
  return new Set(keys.map((key) => privateKeyToAddress(key).toLowerCase()))
}
