import { BaseError, type PublicClient } from 'viem'
import type { Hex } from '@/lib/proof/hash'
import { isProviderFailure } from '../provider-failure'
import { publicClient } from '../public-client'
import { marketFees } from './market-fees'
import type { Fees } from './plan-send'

/** What sending transactions asks of a chain. Each method throws when no provider answers. */
export type SendChain = {
  /** The next nonce the chain takes: everything below is in a block. */
  nextNonce(sender: Hex): Promise<number>
  balanceOf(sender: Hex): Promise<bigint>
  fees(): Promise<Fees>
  /** 'refused': a node answered and did not take it (it may know it already, or another took its nonce). */
  send(raw: Hex): Promise<'sent' | 'refused'>
}

/** The chain, through the first of its providers that answers; prices are what several say. */
export function sendChain(chainId: number, client: PublicClient = publicClient(chainId)): SendChain {
  return {
    nextNonce: (address) => client.getTransactionCount({ address, blockTag: 'latest' }),
    balanceOf: (address) => client.getBalance({ address }),
    fees: () => marketFees(chainId),
    send: async (serializedTransaction) => {
      try {
        await client.sendRawTransaction({ serializedTransaction })
        return 'sent'
      } catch (error) {
        if (isNodesRefusal(error)) return 'refused'
        throw error
      }
    },
  }
}

/** Whether a node answered, and said no: not what a contract says, and not a node that is away. */
export function isNodesRefusal(error: unknown): boolean {
  if (isProviderFailure(error, 'rpc')) return true
  return error instanceof BaseError && error.walk((cause) => isProviderFailure(cause, 'rpc')) !== null
}
