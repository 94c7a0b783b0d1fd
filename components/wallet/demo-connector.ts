import type { Address } from 'viem'
import { createConnector } from 'wagmi'
import { type DemoProvider, openDemoProvider, RpcError } from './demo-provider'
import type { DemoWallet } from './party-type'

const LOCAL_CHAIN = 31337

/** One of the local chain's own accounts as a wallet. It asks nobody and exists on chain 31337 only. */
export function demoConnector({ address, name }: DemoWallet) {
  const provider = openDemoProvider(address)
  const accounts = [address as Address] as const

  return createConnector<DemoProvider>((config) => ({
    id: `demo:${address}`,
    name,
    type: 'demo',
    connect: async ({ withCapabilities } = {}) => ({
      accounts: (withCapabilities ? accounts.map((address) => ({ address, capabilities: {} })) : accounts) as never,
      chainId: LOCAL_CHAIN,
    }),
    disconnect: async () => undefined,
    getAccounts: async () => accounts,
    getChainId: async () => LOCAL_CHAIN,
    getProvider: async () => provider,
    isAuthorized: async () => true,
    async switchChain({ chainId }) {
      const chain = config.chains.find(({ id }) => id === chainId && id === LOCAL_CHAIN)
      if (!chain) throw new RpcError(4902, 'Demo wallets exist on the local chain only.')
      return chain
    },
    onAccountsChanged: () => undefined,
    onChainChanged: () => undefined,
    onDisconnect: () => config.emitter.emit('disconnect'),
  }))
}
