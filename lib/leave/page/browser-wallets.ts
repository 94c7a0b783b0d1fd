import type { Hex } from '../../proof/hash'
import type { Ask } from '../read-deal'

export type BrowserWallet = { name: string; ask: Ask }

type Provider = { request(asked: { method: string; params?: readonly unknown[] }): Promise<unknown> }

/** The wallets that announce themselves to this page (EIP-6963), and one of the older kind. */
export function findBrowserWallets(onFound: (wallet: BrowserWallet) => void): void {
  const seen = new Set<Provider>()
  const add = (provider: Provider | undefined, name: string) => {
    if (!provider || seen.has(provider)) return
    seen.add(provider)
    onFound({ name, ask: (method, params) => provider.request({ method, params }) })
  }
  window.addEventListener('eip6963:announceProvider', (event) => {
    const { provider, info } = (event as CustomEvent<{ provider: Provider; info: { name: string } }>).detail
    add(provider, String(info.name).slice(0, 40))
  })
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  // Announcing takes no longer than a turn; who has done so is not listed twice.
  setTimeout(() => add((window as { ethereum?: Provider }).ethereum, 'Wallet in this browser'), 200)
}

/** The account a wallet is willing to act as, on the chain the deal is on. Throws an Error in plain words. */
export async function connectTo({ ask, name }: BrowserWallet, chainId: number): Promise<Hex> {
  const [account] = (await ask('eth_requestAccounts', [])) as Hex[]
  if (!account) throw new Error(`${name} shows no account.`)
  if (Number(await ask('eth_chainId', [])) !== chainId) {
    await ask('wallet_switchEthereumChain', [{ chainId: `0x${chainId.toString(16)}` }]).catch(() => {
      throw new Error(`${name} is on another chain. Switch it to chain ${chainId}, then connect again.`)
    })
  }
  return account.toLowerCase() as Hex
}
