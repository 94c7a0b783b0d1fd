/** As much of an EIP-1193 provider as is looked at without asking anybody. */
export type Announced = {
  request(call: { method: string }): Promise<unknown>
  on?(event: string, listener: () => void): unknown
  removeListener?(event: string, listener: () => void): unknown
}
type Announcement = CustomEvent<{ info: { rdns: string }; provider: Announced }>

/** Calls back with the wallet of this name (EIP-6963) once it announces itself. Small: no wallet library is loaded. */
export function onAnnounced(rdns: string, listener: (provider: Announced) => void): () => void {
  let found = false
  const hear = (event: Event) => {
    const { info, provider } = (event as Announcement).detail
    if (found || info.rdns !== rdns) return
    found = true
    listener(provider)
  }
  window.addEventListener('eip6963:announceProvider', hear)
  window.dispatchEvent(new Event('eip6963:requestProvider'))
  return () => window.removeEventListener('eip6963:announceProvider', hear)
}

/** The account and the chain a wallet shows this page now; no account while it is locked or has forgotten the page. */
export async function readShown(provider: Announced): Promise<{ address: string | null; chainId: number | null }> {
  const [accounts, chain] = await Promise.all([
    provider.request({ method: 'eth_accounts' }).catch(() => []),
    provider.request({ method: 'eth_chainId' }).catch(() => null),
  ])
  const [first] = Array.isArray(accounts) ? accounts : []
  return {
    address: typeof first === 'string' ? first.toLowerCase() : null,
    chainId: typeof chain === 'string' ? Number(chain) : null,
  }
}
