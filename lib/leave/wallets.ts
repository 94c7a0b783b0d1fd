import type { Hex } from '../proof/hash'
import type { WalletTypedData } from '../proof/typed-data'
import type { Call } from '../stake/calls'
import type { Ask } from './read-deal'

/** Whoever acts: signs texts and sends calls. Both ask a person, where a person holds the key. */
export type Wallet = {
  address: Hex
  signTypedData(question: WalletTypedData): Promise<Hex>
  /** Answers the transaction's hash; it is in no block yet. */
  send(call: Call): Promise<Hex>
}

/** An account that a wallet in the browser, or the node of a local chain, signs for. */
export function rpcWallet(ask: Ask, address: Hex): Wallet {
  return {
    address,
    signTypedData: async (question) =>
      ((await ask('eth_signTypedData_v4', [address, JSON.stringify(question)])) as string).toLowerCase() as Hex,
    send: async ({ to, data, value }) =>
      (await ask('eth_sendTransaction', [{ from: address, to, data, value: quantity(value) }])) as Hex,
  }
}

const quantity = (value: bigint): Hex => `0x${value.toString(16)}`
