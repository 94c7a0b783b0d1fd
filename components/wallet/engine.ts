import { type Chain, custom, defineChain } from 'viem'
import { type Connector, type CreateConnectorFn, createConfig, injected } from 'wagmi'
import { connect, reconnect } from 'wagmi/actions'
import type { NetworkView, TypedData } from '@/components/data/types'
import { demoConnector } from './demo-connector'
import { callChain } from './demo-provider'
import type { WalletChoices } from './party-type'
import { toHex } from './sign-in-demo'
import { WalletProblem, walletCodeOf } from './trouble'

/** A wallet by the name its list shows. */
export type WalletId = { id: string; name: string }
export type WalletOffer = WalletId & {
  /** An image of its own, as it announced it (EIP-6963); null for ours. */
  icon: string | null
  kind: 'injected' | 'demo' | 'walletconnect'
}

export type OpenOptions = {
  /** Only if the wallet knows this page already and nobody has to be asked. Throws WalletProblem 'gone' else. */
  silent?: boolean
  /** Has the wallet ask which account, also when it is connected. */
  chooseAccount?: boolean
  onPairing?: (uri: string | null) => void
}

/** An open wallet. Addresses in lower case; what the wallet throws comes through as it is. */
export type WalletSession = {
  name: string
  accounts(): Promise<string[]>
  chainId(): Promise<number>
  switchTo(chainId: number): Promise<void>
  hasCode(address: string): Promise<boolean>
  signText(message: string, address: string): Promise<string>
  signTyped(typedData: TypedData, address: string): Promise<`0x${string}`>
  /** Asks the wallet to sign and send; resolves to the transaction's hash. */
  send(call: WalletCall, address: string): Promise<`0x${string}`>
  /** Where a sent transaction is now. */
  lookUp(hash: string): Promise<Sighting>
  /** How many transactions of the account stand in blocks. */
  minedCount(address: string): Promise<number>
}

/** What the wallet is asked to send, as `stakes/prepare` answers it. */
export type WalletCall = { to: string; data: string; value: string }

/** What the chain says of a transaction: nothing, waiting with its nonce, or in a block. */
export type Sighting =
  | { kind: 'unknown' }
  | { kind: 'waiting'; nonce: number }
  | { kind: 'mined'; blockNumber: number; worked: boolean }

export type WalletEngine = {
  offers(): WalletOffer[]
  /** Calls back when a wallet announces itself. */
  onOffers(listener: () => void): () => void
  open(walletId: string, options?: OpenOptions): Promise<WalletSession>
  /** The wallets installed here that already show this page that account. Nobody is asked. */
  findHolders(address: string): Promise<string[]>
}

type Setup = { networks: readonly NetworkView[]; choices: WalletChoices }

export const WALLETCONNECT = 'walletconnect'
export const demoId = (address: string) => `demo:${address}`
/** How long a remembered wallet gets to announce itself after the page was loaded. */
const ANNOUNCED_WITHIN_MS = 800

let opened: { key: string; engine: WalletEngine } | null = null

/** All wallet code of this window. Made in the browser only, so no server request ever shares it. */
export function openEngine(setup: Setup): WalletEngine {
  const key = JSON.stringify([setup.networks.map(({ chain_id }) => chain_id), setup.choices])
  if (opened?.key !== key) opened = { key, engine: makeEngine(setup) }
  return opened.engine
}

function makeEngine({ networks, choices }: Setup): WalletEngine {
  const chains = toChains(networks)
  // Wallets announce themselves (EIP-6963). Nothing is stored: which wallet belongs to whom is our own note.
  const config = createConfig({
    chains,
    transports: Object.fromEntries(chains.map((chain) => [chain.id, transportOf(chain)])),
    multiInjectedProviderDiscovery: true,
    storage: null,
  })
  const own = new Map<string, Connector>()
  const listeners = new Set<() => void>()
  config._internal.connectors.subscribe(() => {
    for (const listener of listeners) listener()
  })

  const announced = () => config.connectors.filter((connector) => !own.has(connector.id))

  async function find(walletId: string, options: OpenOptions): Promise<Connector> {
    const demo = choices.demo.find(({ address }) => demoId(address) === walletId)
    if (demo) return ownConnector(walletId, () => demoConnector(demo))
    if (walletId === BROWSER) return ownConnector(BROWSER, () => injected())
    if (walletId === WALLETCONNECT && choices.walletConnectProjectId !== null) {
      const { walletConnect, pairingOf } = await import('./walletconnect-connector')
      const projectId = choices.walletConnectProjectId
      pairingOf.listener = options.onPairing ?? null
      return ownConnector(WALLETCONNECT, () => walletConnect({ projectId, origin: location.origin }))
    }
    return waitFor(
      () => announced().find(({ id }) => id === walletId),
      (listener) => config._internal.connectors.subscribe(listener),
    )
  }

  function ownConnector(id: string, make: () => CreateConnectorFn): Connector {
    const connector = own.get(id) ?? config._internal.connectors.setup(make())
    own.set(id, connector)
    return connector
  }

  return {
    offers: () => [
      ...announced().map(({ id, name, icon }): WalletOffer => ({ id, name, icon: icon ?? null, kind: 'injected' })),
      ...(announced().length === 0 && 'ethereum' in window ? [BROWSER_OFFER] : []),
      ...(choices.walletConnectProjectId === null ? [] : [WALLETCONNECT_OFFER]),
      ...choices.demo.map(
        ({ address, name }): WalletOffer => ({ id: demoId(address), name, icon: null, kind: 'demo' }),
      ),
    ],
    onOffers(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    async open(walletId, options = {}) {
      const connector = await find(walletId, options)
      const isOpen = config.state.connections.has(connector.uid)
      if (isOpen && !options.silent) await askForAccount(connector)
      else if (options.silent) await openSilently(connector)
      else await connect(config, { connector })
      return toSession(connector)
    },
    async findHolders(address) {
      const holders = await Promise.all(
        announced().map(async (connector) => {
          const accounts = (await connector.isAuthorized()) ? await connector.getAccounts() : []
          return accounts.some((account) => account.toLowerCase() === address) ? [connector.id] : []
        }),
      )
      return holders.flat()
    },
  }

  async function openSilently(connector: Connector): Promise<void> {
    if (!config.state.connections.has(connector.uid)) await reconnect(config, { connectors: [connector] })
    if (!config.state.connections.has(connector.uid)) throw new WalletProblem('gone', { wallet: connector.name })
  }
}

const BROWSER = 'browser'
const BROWSER_OFFER: WalletOffer = { id: BROWSER, name: 'Browser wallet', icon: null, kind: 'injected' }
const WALLETCONNECT_OFFER: WalletOffer = {
  id: WALLETCONNECT,
  name: 'WalletConnect',
  icon: null,
  kind: 'walletconnect',
}

type Mined = { blockNumber: string; status: string }
type Requester = { request(call: { method: string; params?: readonly unknown[] }): Promise<unknown> }

async function requesterOf(connector: Connector): Promise<Requester> {
  const provider = await connector.getProvider()
  if (!provider) throw new WalletProblem('gone', { wallet: connector.name })
  return provider as Requester
}

/** Wallets that cannot ask keep the account they show. */
async function askForAccount(connector: Connector): Promise<void> {
  const provider = await requesterOf(connector)
  await provider.request({ method: 'wallet_requestPermissions', params: [{ eth_accounts: {} }] }).catch((error) => {
    const code = walletCodeOf(error)
    if (code === 4001 || code === -32002) throw error
  })
}

function toSession(connector: Connector): WalletSession {
  const call = async (method: string, params: readonly unknown[]) =>
    (await requesterOf(connector)).request({ method, params })
  return {
    name: connector.name,
    accounts: async () => (await connector.getAccounts()).map((account) => account.toLowerCase()),
    chainId: () => connector.getChainId(),
    async switchTo(chainId) {
      if (!connector.switchChain) throw new WalletProblem('wrong-network')
      await connector.switchChain({ chainId })
      if ((await connector.getChainId()) !== chainId) throw new WalletProblem('wrong-network')
    },
    async hasCode(address) {
      const code = await call('eth_getCode', [address, 'latest']).catch(() => '0x')
      // An account that delegates (EIP-7702) still signs with its own key.
      return typeof code === 'string' && code !== '0x' && !code.startsWith('0xef0100')
    },
    signText: async (message, address) => String(await call('personal_sign', [toHex(message), address])),
    send: async ({ to, data, value }, address) => {
      const transaction = { from: address, to, data, value: `0x${BigInt(value).toString(16)}` }
      return String(await call('eth_sendTransaction', [transaction])) as `0x${string}`
    },
    async lookUp(hash) {
      const receipt = (await call('eth_getTransactionReceipt', [hash])) as Mined | null
      if (receipt) return { kind: 'mined', blockNumber: Number(receipt.blockNumber), worked: receipt.status !== '0x0' }
      const transaction = (await call('eth_getTransactionByHash', [hash])) as { nonce: string } | null
      return transaction ? { kind: 'waiting', nonce: Number(transaction.nonce) } : { kind: 'unknown' }
    },
    minedCount: async (address) => Number(await call('eth_getTransactionCount', [address, 'latest'])),
    signTyped: async (typedData, address) =>
      String(await call('eth_signTypedData_v4', [address, JSON.stringify(typedData)])) as `0x${string}`,
  }
}

function waitFor(
  look: () => Connector | undefined,
  subscribe: (listener: () => void) => () => void,
): Promise<Connector> {
  return new Promise((resolve, reject) => {
    const found = look()
    if (found) return resolve(found)
    const stop = subscribe(() => {
      const found = look()
      if (!found) return
      finish()
      resolve(found)
    })
    const timer = setTimeout(() => {
      finish()
      reject(new WalletProblem('gone'))
    }, ANNOUNCED_WITHIN_MS)
    const finish = () => {
      clearTimeout(timer)
      stop()
    }
  })
}

function toChains(networks: readonly NetworkView[]): readonly [Chain, ...Chain[]] {
  const [first, ...others] = networks.map(({ chain_id, name, assets, rpc_url }) => {
    const symbol = assets.find(({ asset_type }) => asset_type === 'NATIVE')?.symbol ?? 'ETH'
    return defineChain({
      id: Number(chain_id.split(':')[1]),
      name,
      nativeCurrency: { name: symbol, symbol, decimals: 18 },
      // For wallets that do not know the chain yet.
      rpcUrls: { default: { http: rpc_url ? [rpc_url] : [] } },
    })
  })
  if (!first) throw new WalletProblem('gone')
  return [first, ...others]
}

/** Pages reach the local chain by way of the desk, and other chains through the wallet only. */
function transportOf(chain: Chain) {
  const request = ({ method, params }: { method: string; params?: unknown }) =>
    chain.id === 31337
      ? callChain(method, Array.isArray(params) ? params : [])
      : Promise.reject(new Error('Ask the wallet about this chain.'))
  return custom({ request }, { retryCount: 0 })
}
