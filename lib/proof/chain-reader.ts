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
import type { Outcome } from './outcomes'

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
  /** The hash of the block with this number, null when the node has none. */
  blockHashAt(blockNumber: number): Promise<Hex | null>
  /** How a transaction ended a deal of an escrow, or what is wrong with the transaction. */
  dealEnding(txHash: Hex, escrow: Hex, deal: Hex): Promise<DealEnding | 'missing' | 'reverted' | 'other'>
  /** The panel of a deal, in its last round. */
  panelOf(escrow: Hex, deal: Hex): Promise<{ round: number; seed: Hex; seats: Hex[] }>
  /** What EAS holds under a uid, null when nothing. */
  attestationOf(eas: Hex, uid: Hex): Promise<HeldAttestation | null>
  /** Seconds at which `revoker` revoked an off-chain attestation by EAS, 0 when it did not. */
  revokedOffchain(eas: Hex, revoker: Hex, uid: Hex): Promise<bigint>
}
/** An attestation as EAS holds it: lower-case, times in seconds. */
export type HeldAttestation = {
  schema: Hex
  attester: Hex
  recipient: Hex
  time: string
  expirationTime: string
  revocable: boolean
  refUID: Hex
  data: Hex
  revocationTime: bigint
}
/** What the escrow's logs say of a deal's end, and what it credited to whom. */
export type DealEnding = {
  kind: 'settled' | 'split' | 'expired'
  /** Of a settled one: an outcome of IChallengeEscrow, and who decided. */
  outcome: Outcome | null
  by: 'parties' | 'moderator' | 'oracle' | 'committee' | null
  credits: { account: Hex; token: Hex; amount: bigint }[]
}
export type Timestamping = { blockNumber: number; seconds: bigint }

const EAS_ABI = parseAbi([
  'function getTimestamp(bytes32 data) view returns (uint64)',
  'event Timestamped(bytes32 indexed data, uint64 indexed timestamp)',
  'struct Attestation { bytes32 uid; bytes32 schema; uint64 time; uint64 expirationTime; uint64 revocationTime; bytes32 refUID; address recipient; address attester; bool revocable; bytes data; }',
  'function getAttestation(bytes32 uid) view returns (Attestation attestation)',
  'function getRevokeOffchain(address revoker, bytes32 data) view returns (uint64)',
])
const ESCROW_ABI = parseAbi([
  'struct Status { uint8 state; uint64 disputedAt; uint64 disputeUntil; address opener; uint256 disputeFee; bool creatorResponded; bool counterpartyResponded; uint32 round; uint32 nextAttempt; uint64 seedBlock; bytes32 seed; address[] seats; }',
  'function statusOf(bytes32 id) view returns (Status status)',
  'event Settled(bytes32 indexed id, uint8 outcome, uint8 by)',
  'event Split(bytes32 indexed id, uint256 toCreator, uint256 toCounterparty)',
  'event Expired(bytes32 indexed id)',
  'event Credited(bytes32 indexed id, address indexed account, address indexed token, uint256 amount)',
])
const CHAIN_OUTCOMES = [null, 'FULFILLED', 'CREATOR_WIN', 'COUNTERPARTY_WIN', 'DRAW', 'NO_CONTEST'] as const
const DECIDERS = ['parties', 'moderator', 'oracle', 'committee'] as const
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
    blockHashAt: async (blockNumber) =>
      (await unless(BlockNotFoundError, client.getBlock({ blockNumber: BigInt(blockNumber) })))?.hash ?? null,
    dealEnding: (txHash, escrow, deal) => findEnding(client, { txHash, escrow, deal }),
    panelOf: async (address, deal) => {
      const status = await client.readContract({ address, abi: ESCROW_ABI, functionName: 'statusOf', args: [deal] })
      return { round: status.round, seed: status.seed, seats: status.seats.map(lower) }
    },
    attestationOf: (eas, uid) => findAttestation(client, eas, uid),
    revokedOffchain: (address, revoker, uid) =>
      client.readContract({ address, abi: EAS_ABI, functionName: 'getRevokeOffchain', args: [revoker, uid] }),
  }
}

async function findAttestation(client: PublicClient, address: Hex, uid: Hex): Promise<HeldAttestation | null> {
  const held = await client.readContract({ address, abi: EAS_ABI, functionName: 'getAttestation', args: [uid] })
  if (BigInt(held.uid) === 0n) return null
  const { schema, revocable, refUID, data, revocationTime } = held
  return {
    ...{ schema, revocable, refUID, data, revocationTime },
    attester: lower(held.attester),
    recipient: lower(held.recipient),
    time: held.time.toString(),
    expirationTime: held.expirationTime.toString(),
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

async function findEnding(client: PublicClient, asked: { txHash: Hex; escrow: Hex; deal: Hex }) {
  const receipt = await unless(TransactionReceiptNotFoundError, client.getTransactionReceipt({ hash: asked.txHash }))
  if (!receipt) return 'missing'
  if (receipt.status !== 'success') return 'reverted'

  const own = receipt.logs.filter((log) => log.address.toLowerCase() === asked.escrow)
  const logs = parseEventLogs({ abi: ESCROW_ABI, logs: own }).filter(({ args }) => args.id === asked.deal)
  const credits = logs.flatMap((log) =>
    log.eventName === 'Credited'
      ? [{ account: lower(log.args.account), token: lower(log.args.token), amount: log.args.amount }]
      : [],
  )
  const ending = logs.find(({ eventName }) => eventName !== 'Credited')
  if (!ending) return 'other'
  if (ending.eventName === 'Settled') {
    const { outcome, by } = ending.args
    const named = { outcome: CHAIN_OUTCOMES[outcome] ?? null, by: DECIDERS[by] ?? null }
    return { kind: 'settled' as const, ...named, credits }
  }
  const kind = ending.eventName === 'Split' ? ('split' as const) : ('expired' as const)
  return { kind, outcome: null, by: null, credits }
}

function lower(address: Hex): Hex {
  return address.toLowerCase() as Hex
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
