import { base, mainnet } from 'viem/chains'
import { describe, expect, it, vi } from 'vitest'
import { createConfig, custom } from 'wagmi'
import { connect, reconnect } from 'wagmi/actions'
import { type PairingProvider, pairingOf, toAddresses, walletConnect } from './walletconnect-connector'

const ADDRESS = '0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266'
const account = (chain: number) => `eip155:${chain}:${ADDRESS}`

/** Stands where the relay would: a wallet that answers with these accounts once it was paired. */
function fakeProvider(accounts: string[]) {
  const listeners = new Map<string, (value: never) => void>()
  const asked: [string, string | undefined][] = []
  const provider: PairingProvider & { session: PairingProvider['session'] } = {
    session: undefined,
    on: (event, listener) => void listeners.set(event, listener),
    async connect({ optionalNamespaces }) {
      listeners.get('display_uri')?.('wc:abc@2?relay-protocol=irn' as never)
      expect(optionalNamespaces.eip155?.chains).toEqual(['eip155:1', 'eip155:8453'])
      provider.session = { namespaces: { eip155: { accounts } } }
    },
    disconnect: async () => {
      provider.session = undefined
    },
    request: async <T>(call: { method: string }, chain?: string) => {
      asked.push([call.method, chain])
      return '0x51' as T
    },
  }
  return { provider, asked, tell: (event: string) => listeners.get(event)?.(undefined as never) }
}

function setUp(accounts: string[]) {
  const fake = fakeProvider(accounts)
  const none = custom({ request: () => Promise.reject(new Error('no node')) })
  const config = createConfig({ chains: [mainnet, base], transports: { 1: none, 8453: none }, storage: null })
  const load = vi.fn(async () => fake.provider)
  const connector = config._internal.connectors.setup(
    walletConnect({ projectId: 'p', origin: 'https://desk.example', load }),
  )
  return { ...fake, config, connector, load }
}

describe('WalletConnect', () => {
  it('shows an address to pair with, then is connected', async () => {
    const { config, connector } = setUp([account(1)])
    const shown: (string | null)[] = []
    pairingOf.listener = (uri) => shown.push(uri)
    expect(await connect(config, { connector })).toEqual({ accounts: [ADDRESS], chainId: 1 })
    expect(shown).toEqual(['wc:abc@2?relay-protocol=irn', null])
  })

  it('loads nothing before it is chosen, and once', async () => {
    const { config, connector, load } = setUp([account(1)])
    expect(load).not.toHaveBeenCalled()
    await connect(config, { connector })
    await connector.getAccounts()
    expect(load).toHaveBeenCalledOnce()
  })

  it('takes the chain the wallet allows, and tells each call its chain', async () => {
    const { config, connector, asked } = setUp([account(8453)])
    expect((await connect(config, { connector })).chainId).toBe(8453)
    const provider = (await connector.getProvider()) as PairingProvider
    await provider.request({ method: 'personal_sign', params: [] })
    expect(asked).toEqual([['personal_sign', 'eip155:8453']])
  })

  it('switches among what was allowed and nowhere else', async () => {
    const both = setUp([account(1), account(8453)])
    await connect(both.config, { connector: both.connector })
    await both.connector.switchChain?.({ chainId: 8453 })
    expect(await both.connector.getChainId()).toBe(8453)

    const one = setUp([account(1)])
    await connect(one.config, { connector: one.connector })
    await expect(one.connector.switchChain?.({ chainId: 8453 })).rejects.toMatchObject({ kind: 'wrong-network' })
  })

  it('is found again only when it was paired', async () => {
    const { config, connector, provider } = setUp([account(1)])
    expect(await reconnect(config, { connectors: [connector] })).toEqual([])
    provider.session = { namespaces: { eip155: { accounts: [account(1)] } } }
    expect(await reconnect(config, { connectors: [connector] })).toMatchObject([{ accounts: [ADDRESS] }])
  })

  it('is gone when the wallet ends it', async () => {
    const { config, connector, tell } = setUp([account(1)])
    await connect(config, { connector })
    tell('session_delete')
    expect(config.state.connections.size).toBe(0)
  })

  it('may be tried again when its code did not load', async () => {
    const { config, connector, load } = setUp([account(1)])
    load.mockRejectedValueOnce(new TypeError('Failed to fetch'))
    await expect(connect(config, { connector })).rejects.toThrow('Failed to fetch')
    expect((await connect(config, { connector })).chainId).toBe(1)
  })
})

it('reads the accounts of one chain, each once', () => {
  expect(toAddresses([account(1), account(1), account(8453)], 1)).toEqual([ADDRESS])
  expect(toAddresses([], 1)).toEqual([])
})
