import {
  BaseError,
  decodeErrorResult,
  type PublicClient,
  RawContractError,
  TransactionReceiptNotFoundError,
} from 'viem'
import { publicClient } from '@/lib/chain/public-client'
import { type SendChain, sendChain } from '@/lib/chain/send/send-chain'
import type { Hex } from '@/lib/proof/hash'
import type { DealState } from '../chain-news'
import { type Deal, ZERO_ADDRESS } from '../deal'
import { AUDITOR_STAKE_ABI, ESCROW_ABI } from '../escrow-abi'
import type { ChainStatus } from './plan-calls'

/** The contract says no. `reason`: the error it names, or that it gave none. */
export class CallRefused extends Error {
  override readonly name = 'CallRefused'

  constructor(readonly reason: string) {
    super(`The escrow refuses the call: ${reason}`)
  }
}

/** What the keeper asks of a chain. Each method throws when no provider answers. */
export type KeeperChain = SendChain & {
  statusOf(escrow: Hex, id: Hex, deal: Deal): Promise<ChainStatus>
  isStaked(escrow: Hex, member: Hex): Promise<boolean>
  /** Gas a call would take in the next block. Throws `CallRefused`. */
  gasFor(call: { to: Hex; data: Hex }, sender: Hex): Promise<bigint>
  /** How a transaction ended, null when it is in no block. */
  endOf(hash: Hex): Promise<'success' | 'reverted' | null>
}

const STATES: readonly DealState[] = ['NONE', 'OPEN', 'JOINED', 'DISPUTED', 'ENDED']

/** The chain, through the first of its providers that answers. */
export function keeperChain(chainId: number, client: PublicClient = publicClient(chainId)): KeeperChain {
  return {
    ...sendChain(chainId, client),
    statusOf: (escrow, id, deal) => readStatus(client, escrow, id, deal),
    isStaked: async (escrow, member) => {
      const stake = await client.readContract({ address: escrow, abi: ESCROW_ABI, functionName: 'stake' })
      return client.readContract({ address: stake, abi: AUDITOR_STAKE_ABI, functionName: 'isStaked', args: [member] })
    },
    gasFor: async ({ to, data }, account) => {
      try {
        return await client.estimateGas({ account, to, data })
      } catch (error) {
        const reason = refusalOf(error)
        if (reason) throw new CallRefused(reason)
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
    state: STATES[status.state] ?? 'NONE',
    seats: status.seats.map((member) => member.toLowerCase() as Hex),
    nonces: { creator, counterparty, moderator },
    block: { number: block.number, seconds: block.timestamp },
  }
}

/** The name of the contract's error; null when it was not the contract that said no. */
function refusalOf(error: unknown): string | null {
  if (!(error instanceof BaseError)) return null
  const reverted = error.walk((cause) => cause instanceof RawContractError || codeOf(cause) === 3)
  if (!reverted) return null
  const data = (reverted as { data?: unknown }).data
  const bytes = typeof data === 'object' && data !== null ? (data as { data?: unknown }).data : data
  return typeof bytes === 'string' && bytes.length >= 10 ? nameOf(bytes as Hex) : 'no reason given'
}

function nameOf(data: Hex): string {
  try {
    return decodeErrorResult({ abi: ESCROW_ABI, data }).errorName
  } catch {
    return 'an unknown reason'
  }
}

function codeOf(error: unknown): unknown {
  return (error as { code?: unknown } | null)?.code
}
