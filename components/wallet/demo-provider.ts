type Request = { method: string; params?: readonly unknown[] | undefined }

/** As much of an EIP-1193 provider as wagmi and we need. */
export type DemoProvider = { request(request: Request): Promise<unknown> }

/** An error as wallets give it. */
export class RpcError extends Error {
  override name = 'RpcError'
  constructor(
    readonly code: number,
    message: string,
  ) {
    super(message)
  }
}

/** A wallet that holds one of the local chain's own accounts: the chain signs, through the desk's development route. */
export function openDemoProvider(address: string): DemoProvider {
  return {
    async request({ method, params = [] }) {
      if (method === 'eth_accounts' || method === 'eth_requestAccounts') return [address]
      if (method === 'wallet_switchEthereumChain') return refuseOtherChain(params)
      return callChain(method, params)
    },
  }
}

function refuseOtherChain([wanted]: readonly unknown[]): null {
  if ((wanted as { chainId?: string } | undefined)?.chainId === '0x7a69') return null
  throw new RpcError(4902, 'Demo wallets exist on the local chain only.')
}

let id = 0

/** One JSON-RPC call to the local chain by way of the desk. */
export async function callChain(method: string, params: readonly unknown[]): Promise<unknown> {
  const response = await fetch('/api/v1/dev/rpc', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ jsonrpc: '2.0', id: ++id, method, params }),
    cache: 'no-store',
  })
  const answer = await response.json().catch(() => null)
  if (!response.ok || answer === null) throw new RpcError(4900, answer?.detail ?? 'The local chain cannot be reached.')
  if (answer.error) throw new RpcError(answer.error.code, answer.error.message)
  return answer.result
}
