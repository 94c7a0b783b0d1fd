import { type PublicClient, TransactionReceiptNotFoundError } from 'viem'
import { publicClient } from '@/lib/chain/public-client'
import { revertDataOf } from '@/lib/chain/revert-data'
import { describeRevert, type Revert } from '@/lib/chain/reverts'
import { type SendChain, sendChain } from '@/lib/chain/send/send-chain'
import type { Hex } from '@/lib/proof/hash'
import { DEAL_STATES } from '../chain-news'
import { type Deal, ZERO_ADDRESS } from '../deal'
import { AUDITOR_STAKE_ABI, ESCROW_ABI } from '../escrow-abi'
import type { ChainStatus } from './plan-calls'

/** The contract says no: `revert` names why, in words and as a code of the API. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused'

  constructor(readonly revert: Revert) {
    super(`The escrow refuses the call: ${revert.name}`)
  }
}

/** What the keeper asks of a chain. Each method throws when no provider answers. */
export type KeeperChain = SendChain & {
  statusOf(escrow: Hex, id: Hex, deal: Deal): Promise<ChainStatus>
  isStaked(escrow: Hex, member: Hex): Promise<boolean>
  /** Gas a call would take in the next block. Throws `CallRefused`. */
  gasFor(call: { to: Hex; data: Hex; value?: bigint }, sender: Hex): Promise<bigint>
  /** How a transaction ended, null when it is in no block. */
  endOf(hash: Hex): Promise<'success' | 'reverted' | null>
}

/** The chain, through the first of its providers that answers. */
export function keeperChain(chainId: number, client: PublicClient = publicClient(chainId)): KeeperChain {
  return {
    ...sendChain(chainId, client),
    statusOf: (escrow, id, deal) => readStatus(client, escrow, id, deal),
    isStaked: async (escrow, member) => {
      const stake = await client.readContract({ address: escrow, abi: ESCROW_ABI, functionName: 'stake' })
      return client.readContract({ address: stake, abi: AUDITOR_STAKE_ABI, functionName: 'isStaked', args: [member] })
    },
    gasFor: async ({ to, data, value = 0n }, account) => {
      try {
        return await client.estimateGas({ account, to, data, value })
      } catch (error) {
        const reverted = revertDataOf(error)
        if (reverted) throw new CallRefused(describeRevert(reverted))
        throw error
      }
    },
    endOf: async (hash) => {
      try {
        return (await client.getTransactionReceipt({ hash })).status
      } catch (error) {
        if (error instanceof TransactionReceiptNotFoundError) return null
        throw error
      }
    },
  }
}

async function readStatus(client: PublicClient, escrow: Hex, id: Hex, deal: Deal): Promise<ChainStatus> {
  const contract = { address: escrow, abi: ESCROW_ABI } as const
  const nonceOf = (signer: Hex) => client.readContract({ ...contract, functionName: 'nonceOf', args: [id, signer] })
  const [block, status, creator, counterparty, moderator] = await Promise.all([
    client.getBlock({ blockTag: 'latest' }),
    client.readContract({ ...contract, functionName: 'statusOf', args: [id] }),
    nonceOf(deal.creator),
    nonceOf(deal.counterparty),
    deal.resolver === ZERO_ADDRESS ? 0n : nonceOf(deal.resolver),
  ])
  return {
    ...status,
    state: DEAL_STATES[status.state] ?? 'NONE',
    seats: status.seats.map((member) => member.toLowerCase() as Hex),
    nonces: { creator, counterparty, moderator },
    block: { number: block.number, seconds: block.timestamp },
  }
}
