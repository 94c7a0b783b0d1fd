import { type Address, getAddress } from 'viem'
import { createConnector } from 'wagmi'
import { WalletProblem } from './trouble'

/** As much of @walletconnect/universal-provider as is used, so that a test can stand in for the relay. */
export type PairingProvider = {
  session?: { namespaces: Record<string, { accounts: string[] }> } | undefined
  on(event: string, listener: (value: never) => void): void
  connect(options: { optionalNamespaces: Record<string, Namespace> }): Promise<unknown>
  disconnect(): Promise<void>
  request<T>(call: { method: string; params?: unknown[] }, chain?: string): Promise<T>
}
type Namespace = { chains: string[]; methods: string[]; events: string[] }

type Options = { projectId: string; origin: string; load?: (options: Options) => Promise<PairingProvider> }

/** Who shows the pairing address while a wallet is waited for. */
export const pairingOf: { listener: ((uri: string | null) => void) | null } = { listener: null }

const METHODS = ['personal_sign', 'eth_signTypedData_v4', 'eth_sendTransaction', 'wallet_switchEthereumChain']
const EVENTS = ['accountsChanged', 'chainChanged']

/** WalletConnect as a wagmi connector: wallets on a phone, by way of its relay. See docs/decisions/0011. */
export function walletConnect(options: Options) {
  const load = options.load ?? loadProvider
  let loading: Promise<PairingProvider> | null = null
  let chainId = 0

  return createConnector<PairingProvider>((config) => {
    const provider = () => {
      loading ??= load(options).then((loaded) => {
        loaded.on('display_uri', (uri: string) => pairingOf.listener?.(uri))
        loaded.on('session_delete', () => config.emitter.emit('disconnect'))
        return loaded
      })
      return loading.catch((error) => {
        loading = null
        throw error
      })
    }
    const accountsOf = ({ session }: PairingProvider) => session?.namespaces.eip155?.accounts ?? []
    const adopt = (named: string[]) => {
      const chains = named.map((account) => Number(account.split(':')[1]))
      if (!chains.includes(chainId)) chainId = chains.find((id) => config.chains.some((chain) => chain.id === id)) ?? 0
    }

    return {
      id: 'walletconnect',
      name: 'WalletConnect',
      type: 'walletconnect',
      async connect({ isReconnecting, withCapabilities } = {}) {
        const wallet = await provider()
        if (!wallet.session && isReconnecting) throw new WalletProblem('gone', { wallet: 'WalletConnect' })
        if (!wallet.session) {
          const chains = config.chains.map(({ id }) => `eip155:${id}`)
          await wallet.connect({ optionalNamespaces: { eip155: { chains, methods: METHODS, events: EVENTS } } })
        }
        pairingOf.listener?.(null)
        const named = accountsOf(wallet)
        if (named.length === 0) throw new WalletProblem('locked', { wallet: 'WalletConnect' })
        adopt(named)
        const accounts = toAddresses(named, chainId)
        return {
          accounts: (withCapabilities ? accounts.map((address) => ({ address, capabilities: {} })) : accounts) as never,
          chainId,
        }
      },
      async disconnect() {
        await (await provider()).disconnect().catch(() => undefined)
      },
      async getAccounts() {
        return toAddresses(accountsOf(await provider()), chainId)
      },
      getChainId: async () => chainId,
      // Each call names its chain: one pairing may hold several.
      async getProvider() {
        const wallet = await provider()
        return {
          on: (event, listener) => wallet.on(event, listener),
          connect: (options) => wallet.connect(options),
          disconnect: () => wallet.disconnect(),
          request: (call) => wallet.request(call, `eip155:${chainId}`),
        } satisfies PairingProvider
      },
      async isAuthorized() {
        return accountsOf(await provider()).length > 0
      },
      async switchChain({ chainId: wanted }) {
        const chain = config.chains.find(({ id }) => id === wanted)
        const wallet = await provider()
        const allowed = accountsOf(wallet).some((account) => account.startsWith(`eip155:${wanted}:`))
        if (!chain || !allowed) throw new WalletProblem('wrong-network', { network: chain?.name })
        chainId = wanted
        config.emitter.emit('change', { chainId })
        return chain
      },
      onAccountsChanged: () => undefined,
      onChainChanged: () => undefined,
      onDisconnect: () => config.emitter.emit('disconnect'),
    }
  })
}

/** `eip155:1:0x…` → the addresses on that chain, without repeats. Pure. */
export function toAddresses(named: readonly string[], chainId: number): readonly Address[] {
  const here = named.filter((account) => account.startsWith(`eip155:${chainId}:`))
  return [...new Set(here.map((account) => getAddress(account.split(':')[2] ?? '')))]
}

async function loadProvider({ projectId, origin }: Options): Promise<PairingProvider> {
  const { UniversalProvider } = await import('@walletconnect/universal-provider')
  const provider = await UniversalProvider.init({
    projectId,
    // It would tell its maker about each pairing.
    telemetryEnabled: false,
    metadata: {
      name: 'Countersign',
      description: 'Two parties make a deal and prove what happened.',
      url: origin,
      icons: [`${origin}/icon.svg`],
    },
  })
  return provider as unknown as PairingProvider
}
