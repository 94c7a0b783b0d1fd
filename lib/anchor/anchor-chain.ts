import {
  BaseError,
  BlockNotFoundError,
  ContractFunctionRevertedError,
  encodeFunctionData,
  type PublicClient,
  parseAbi,
  parseEventLogs,
  TransactionReceiptNotFoundError,
  toEventSelector,
} from 'viem'
import type { WrittenLog } from '@/lib/chain/agreed-blocks'
import type { BlockRef } from '@/lib/chain/answers'
import { finalPlace } from '@/lib/chain/final-place'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { publicClient } from '@/lib/chain/public-client'
import { type SendChain, sendChain } from '@/lib/chain/send/send-chain'
import type { Hex } from '@/lib/proof/hash'
import type { Timestamping } from './batch'

/** The three functions of EAS that anchoring needs, and what they say. */
export const EAS_ABI = parseAbi([
  'function timestamp(bytes32 data) returns (uint64)',
  'function getTimestamp(bytes32 data) view returns (uint64)',
  'event Timestamped(bytes32 indexed data, uint64 indexed timestamp)',
  'error AlreadyTimestamped()',
])

/** What anchoring asks of a chain and its EAS. Each method throws when no provider answers. */
export type AnchorChain = SendChain & {
  /** Seconds at which EAS timestamped the root, 0 when nobody has. */
  timestampOf(root: Hex): Promise<bigint>
  /** The transaction that did it at `seconds`, wherever it came from; `hint` is where to look first. Null: not found here. */
  findTimestamping(root: Hex, seconds: bigint, hint: Hex | null): Promise<Timestamping | null>
  /** Gas that timestamping the root takes, or that somebody has done it. */
  gasFor(root: Hex, sender: Hex): Promise<bigint | 'there'>
  /** The hash of the block that has this number now, or null. */
  blockHashAt(blockNumber: number): Promise<Hex | null>
  latestBlock(): Promise<number>
  /** Up to here nothing changes any more. On the local chain every block counts. */
  finalBlock(): Promise<number>
  /** The block in which a transaction timestamped the root for good, as enough providers say; null until they do. */
  finalPlace(txHash: Hex, root: Hex): Promise<BlockRef | null>
}

/** The log by which EAS says that it timestamped a root. */
export function timestampedLog({ txHash, eas, root }: { txHash: Hex; eas: Hex; root: Hex }): WrittenLog {
  return { txHash, address: eas, topics: [toEventSelector(EAS_ABI[2]), root] }
}

/** What `timestamp(root)` is called with. */
export function timestampCall(root: Hex): Hex {
  return encodeFunctionData({ abi: EAS_ABI, functionName: 'timestamp', args: [root] })
}

/** The chain, through the first of its providers that answers; only what is final is not for one of them to say. */
export function anchorChain(chainId: number, eas: Hex, client: PublicClient = publicClient(chainId)): AnchorChain {
  const contract = { address: eas, abi: EAS_ABI } as const
  const latestBlock = async () => Number((await client.getBlock({ blockTag: 'latest' })).number)

  return {
    ...sendChain(chainId, client),
    timestampOf: (root) => client.readContract({ ...contract, functionName: 'getTimestamp', args: [root] }),
    findTimestamping: async (root, seconds, hint) =>
      (hint && (await fromReceipt(client, eas, root, hint))) ?? (await fromLogs(client, eas, root, seconds)),
    gasFor: async (root, account) => {
      try {
        return await client.estimateContractGas({ ...contract, functionName: 'timestamp', args: [root], account })
      } catch (error) {
        if (isAlreadyTimestamped(error)) return 'there'
        throw error
      }
    },
    blockHashAt: async (blockNumber) => (await findBlock(client, BigInt(blockNumber)))?.hash ?? null,
    latestBlock,
    finalBlock: async () =>
      chainId === LOCAL_CHAIN ? latestBlock() : Number((await client.getBlock({ blockTag: 'finalized' })).number),
    finalPlace: (txHash, root) => finalPlace(chainId, timestampedLog({ txHash, eas, root })),
  }
}

async function fromReceipt(client: PublicClient, eas: Hex, root: Hex, hash: Hex): Promise<Timestamping | null> {
  const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return null
    throw error
  })
  if (receipt?.status !== 'success') return null

  const logs = receipt.logs.filter((log) => log.address.toLowerCase() === eas)
  const [found] = parseEventLogs({ abi: EAS_ABI, eventName: 'Timestamped', logs, args: { data: root } })
  if (!found) return null
  return toTimestamping(receipt.transactionHash, receipt.blockNumber, receipt.blockHash, found.args.timestamp)
}

/** EAS tells the time and not the block, so the block is searched by its time; nodes refuse to look through all logs. */
async function fromLogs(client: PublicClient, eas: Hex, root: Hex, seconds: bigint): Promise<Timestamping | null> {
  const fromBlock = await firstBlockFrom(client, seconds)
  const toBlock = (await firstBlockFrom(client, seconds + 1n)) - 1n
  if (toBlock < fromBlock) return null

  const event = EAS_ABI[2]
  const [log] = await client.getLogs({ address: eas, event, args: { data: root }, fromBlock, toBlock })
  if (!log?.transactionHash || log.blockNumber === null || !log.blockHash) return null
  return toTimestamping(log.transactionHash, log.blockNumber, log.blockHash, seconds)
}

/** The number of the first block that is not older than `seconds`; one more than the newest when all are. */
async function firstBlockFrom(client: PublicClient, seconds: bigint): Promise<bigint> {
  const newest = await client.getBlock({ blockTag: 'latest' })
  let low = 0n
  let high = newest.number + 1n
  while (low < high) {
    const middle = (low + high) / 2n
    const block = middle === newest.number ? newest : await client.getBlock({ blockNumber: middle })
    if (block.timestamp < seconds) low = middle + 1n
    else high = middle
  }
  return low
}

function toTimestamping(txHash: Hex, blockNumber: bigint, blockHash: Hex, seconds: bigint): Timestamping {
  return { txHash, blockNumber: Number(blockNumber), blockHash, blockTime: new Date(Number(seconds) * 1000) }
}

async function findBlock(client: PublicClient, blockNumber: bigint) {
  try {
    return await client.getBlock({ blockNumber })
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null
    throw error
  }
}

function isAlreadyTimestamped(error: unknown): boolean {
  const reverted = error instanceof BaseError && error.walk((cause) => cause instanceof ContractFunctionRevertedError)
  return reverted instanceof ContractFunctionRevertedError && reverted.data?.errorName === 'AlreadyTimestamped'
}
