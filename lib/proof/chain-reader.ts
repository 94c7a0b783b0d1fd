import {
  BaseError,
  BlockNotFoundError,
  createPublicClient,
  ExecutionRevertedError,
  encodeFunctionData,
  http,
  isErc6492Signature,
  type PublicClient,
  parseAbi,
  parseErc6492Signature,
  parseEventLogs,
  TransactionReceiptNotFoundError,
} from 'viem'
import type { Hex } from './hash'

export type WalletQuestion = { address: Hex; digest: Hex; signature: Hex; blockNumber?: number | undefined }

/** What the verifier asks a node. Every method rejects when the node cannot answer. */
export type ChainReader = {
  chainId: number
  /** Whether the wallet contract accepts the signature (ERC-1271, ERC-6492), at a block or at the newest one. */
  accepts(question: WalletQuestion): Promise<'yes' | 'no' | 'no contract'>
  /** EAS.getTimestamp: seconds, 0 for a root nobody has timestamped. */
  timestampOf(eas: Hex, root: Hex): Promise<bigint>
  /** The Timestamped log of that root in a transaction, or what is wrong with the transaction. */
  timestamping(txHash: Hex, eas: Hex, root: Hex): Promise<Timestamping | 'missing' | 'reverted' | 'other'>
  /** Whether the node knows a block by its hash. */
  hasBlock(blockHash: Hex): Promise<boolean>
}
export type Timestamping = { blockNumber: number; seconds: bigint }

const EAS_ABI = parseAbi([
  'function getTimestamp(bytes32 data) view returns (uint64)',
  'event Timestamped(bytes32 indexed data, uint64 indexed timestamp)',
])
const WALLET_ABI = parseAbi(['function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)'])
/** The magic value as a whole word: a wallet that puts anything after it has not said yes. */
const ERC1271_YES = `0x1626ba7e${'00'.repeat(28)}`

/** A reader over one RPC URL; asks it for its chain id first. */
export function httpReader(url: string): Promise<ChainReader> {
  return readerOf(createPublicClient({ transport: http(url, { timeout: 15_000, retryCount: 1 }) }))
}

/** A reader over a viem client. */
export async function readerOf(client: PublicClient): Promise<ChainReader> {
  return {
    chainId: await client.getChainId(),
    accepts: (question) => askWallet(client, question),
    timestampOf: (eas, root) =>
      client.readContract({ address: eas, abi: EAS_ABI, functionName: 'getTimestamp', args: [root] }),
    timestamping: (txHash, eas, root) => findTimestamping(client, txHash, eas, root),
    hasBlock: async (blockHash) => (await unless(BlockNotFoundError, client.getBlock({ blockHash }))) !== null,
  }
}

/** Reading the code first tells a node without that block's state (it rejects) from a wallet that says no by reverting. */
async function askWallet(client: PublicClient, question: WalletQuestion): Promise<'yes' | 'no' | 'no contract'> {
  const { address, digest, signature, blockNumber } = question
  const at = blockNumber === undefined ? {} : { blockNumber: BigInt(blockNumber) }
  const undeployed = isErc6492Signature(signature)
  const code = await client.getCode({ address, ...at })
  if (!code) {
    if (!undeployed) return 'no contract'
    return (await client.verifyHash({ address, hash: digest, signature, ...at })) ? 'yes' : 'no'
  }

  const inner = undeployed ? parseErc6492Signature(signature).signature : signature
  const data = encodeFunctionData({ abi: WALLET_ABI, functionName: 'isValidSignature', args: [digest, inner] })
  try {
    const answer = await client.call({ to: address, data, ...at })
    return answer.data?.slice(0, 66) === ERC1271_YES ? 'yes' : 'no'
  } catch (error) {
    if (error instanceof BaseError && error.walk((cause) => cause instanceof ExecutionRevertedError)) return 'no'
    throw error
  }
}

async function findTimestamping(client: PublicClient, hash: Hex, eas: Hex, root: Hex) {
  const receipt = await unless(TransactionReceiptNotFoundError, client.getTransactionReceipt({ hash }))
  if (!receipt) return 'missing'
  if (receipt.status !== 'success') return 'reverted'

  const logs = receipt.logs.filter((log) => log.address.toLowerCase() === eas)
  const [found] = parseEventLogs({ abi: EAS_ABI, eventName: 'Timestamped', logs, args: { data: root } })
  return found ? { blockNumber: Number(receipt.blockNumber), seconds: found.args.timestamp } : 'other'
}

/** The answer, or null when the node says there is no such thing. */
async function unless<T>(
  absent: typeof BlockNotFoundError | typeof TransactionReceiptNotFoundError,
  answer: Promise<T>,
) {
  try {
    return await answer
  } catch (error) {
    if (error instanceof absent) return null
    throw error
  }
}
