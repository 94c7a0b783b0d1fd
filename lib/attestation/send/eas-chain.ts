import {
  BlockNotFoundError,
  type Log,
  type PublicClient,
  parseEventLogs,
  stringify,
  TransactionNotFoundError,
  TransactionReceiptNotFoundError,
  toEventSelector,
} from 'viem'
import { type BlockRef, fetchBlock } from '@/lib/chain/answers'
import { blockAtTime } from '@/lib/chain/block-at-time'
import { believedQuorum, finalPlace } from '@/lib/chain/final-place'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { CALL_TIMEOUT_MS, chainProviders } from '@/lib/chain/providers'
import { clientOf, publicClient } from '@/lib/chain/public-client'
import { quorumRead } from '@/lib/chain/quorum-read'
import { revertDataOf } from '@/lib/chain/revert-data'
import { type SendChain, sendChain } from '@/lib/chain/send/send-chain'
import type { Hex } from '@/lib/proof/hash'
import type { Eas } from '../delegated'
import { EAS_ABI } from '../eas-abi'
import { easAddresses, readAttestation, readEas, readEasNonce } from '../read-eas'
import type { Operation } from '../types'
import { describeRefusal } from './eas-refusal'
import type { Refusal } from './sift'

/** What EAS said in a block: an attestation or a revocation by an attester. Addresses lower-case. */
export type Spoken = {
  operation: Operation
  uid: Hex
  schema: Hex
  recipient: Hex
  attester: Hex
  txHash: Hex
  blockNumber: number
  blockHash: Hex
  logIndex: number
}

/** How a transaction ended, and what it cost. */
export type Landed = {
  status: 'success' | 'reverted'
  /** Lower-case, as is `to`; null: it made a contract. */
  from: Hex
  to: Hex | null
  txHash: Hex
  blockNumber: number
  blockHash: Hex
  gasUsed: bigint
  feeWei: bigint
  spoken: Spoken[]
}

export type Standing = NonNullable<Awaited<ReturnType<typeof readAttestation>>>
export type Call = { to: Hex; data: Hex }

/** Why EAS would refuse a call in the next block. */
export class EasRefused extends Error {
  override readonly name = 'EasRefused'

  constructor(readonly refusal: Refusal) {
    super(`EAS refuses the call: ${refusal.name}`)
  }
}

/** What bringing attestations asks of a chain. Each method throws when no provider answers. */
export type EasChain = SendChain & {
  address: Hex
  /** The domain and form of what issuers sign here. */
  eas(): Promise<Eas>
  /** The last block that is not younger than that (Unix seconds); the first one when all are. */
  blockAt(seconds: number): Promise<number>
  /** The newest block. */
  head(): Promise<{ number: number; seconds: number }>
  /** Up to here nothing changes any more. On the local chain every block counts. */
  finalBlock(): Promise<number>
  /** The hash of the block that has this number now, or null. */
  blockHashAt(blockNumber: number): Promise<Hex | null>
  /** The next nonce EAS takes from an issuer. */
  easNonce(issuer: Hex): Promise<bigint>
  /** Whether a call from this sender would be taken in the next block; why not. */
  tryCall(call: Call, sender: Hex): Promise<Refusal | null>
  /** Gas a call would take in the next block. Throws `EasRefused`. */
  gasFor(call: Call, sender: Hex): Promise<bigint>
  /** How a transaction ended, null when it is in no block. */
  landed(hash: Hex): Promise<Landed | null>
  /** Whether the node that is asked still has a transaction that is in no block. */
  isPending(hash: Hex): Promise<boolean>
  /** What an attester said in these blocks. */
  spokenBy(attester: Hex, range: { from: number; to: number }): Promise<Spoken[]>
  /** What EAS holds under a uid now. */
  standing(uid: Hex): Promise<Standing | null>
  /** The same as enough providers say it; null also while they do not agree. */
  agreedStanding(uid: Hex): Promise<Standing | null>
  /** The block in which a transaction had EAS say it for good, as enough providers say; null until they do. */
  finalPlace(txHash: Hex, operation: Operation): Promise<BlockRef | null>
}

/** The chain, through the first of its providers that answers; only what is final is not for one of them to say. */
export function easChain(chainId: number, client: PublicClient = publicClient(chainId)): EasChain {
  const address = easAddresses(chainId).eas
  return {
    ...sendChain(chainId, client),
    address,
    eas: () => readEas(chainId, client),
    blockAt: (seconds) => findBlockAt(chainId, seconds),
    head: async () => {
      const { number, timestamp } = await client.getBlock({ blockTag: 'latest' })
      return { number: Number(number), seconds: Number(timestamp) }
    },
    finalBlock: async () => {
      const blockTag = chainId === LOCAL_CHAIN ? 'latest' : 'finalized'
      return Number((await client.getBlock({ blockTag })).number)
    },
    blockHashAt: async (number) => (await findBlock(client, BigInt(number)))?.hash ?? null,
    easNonce: (issuer) => readEasNonce(chainId, issuer, client),
    tryCall: async (call, account) => {
      try {
        await client.call({ ...call, account })
        return null
      } catch (error) {
        return refusalOf(error)
      }
    },
    gasFor: async (call, account) => {
      try {
        return await client.estimateGas({ ...call, account })
      } catch (error) {
        throw new EasRefused(refusalOf(error))
      }
    },
    landed: (hash) => readLanded(client, address, hash),
    isPending: (hash) => readPending(client, hash),
    spokenBy: async (attester, { from, to }) => {
      const events = [EAS_ATTESTED, EAS_REVOKED]
      const [fromBlock, toBlock] = [BigInt(from), BigInt(to)]
      const found = await Promise.all(
        events.map((event) => client.getLogs({ address, event, args: { attester }, fromBlock, toBlock })),
      )
      return toSpoken(address, found.flat())
    },
    standing: (uid) => readAttestation(chainId, uid, client),
    agreedStanding: (uid) => readAgreed(chainId, uid),
    finalPlace: (txHash, operation) => {
      const said = toEventSelector(operation === 'ATTEST' ? EAS_ATTESTED : EAS_REVOKED)
      return finalPlace(chainId, { txHash, address, topics: [said] })
    },
  }
}

const EAS_ATTESTED = eventOf('Attested')
const EAS_REVOKED = eventOf('Revoked')

function eventOf<N extends 'Attested' | 'Revoked'>(name: N) {
  type Found = Extract<(typeof EAS_ABI)[number], { type: 'event'; name: N }>
  const found = EAS_ABI.find((entry): entry is Found => entry.type === 'event' && entry.name === name)
  if (!found) throw new RangeError(`EAS has no event ${name}`)
  return found
}

async function readAgreed(chainId: number, uid: Hex): Promise<Standing | null> {
  const { providers, q } = believedQuorum(chainId)
  const result = await quorumRead<Standing | null>({
    ...{ providers, q, timeoutMs: CALL_TIMEOUT_MS, keyOf: (standing) => stringify(standing) },
    read: (provider) => readAttestation(chainId, uid, clientOf(chainId, provider)),
  })
  return result.status === 'agreed' ? result.value : null
}

async function readLanded(client: PublicClient, address: Hex, hash: Hex): Promise<Landed | null> {
  const receipt = await client.getTransactionReceipt({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionReceiptNotFoundError) return null
    throw error
  })
  if (!receipt) return null
  return {
    status: receipt.status,
    from: receipt.from.toLowerCase() as Hex,
    to: (receipt.to?.toLowerCase() ?? null) as Hex | null,
    txHash: receipt.transactionHash,
    blockNumber: Number(receipt.blockNumber),
    blockHash: receipt.blockHash,
    gasUsed: receipt.gasUsed,
    feeWei: receipt.gasUsed * receipt.effectiveGasPrice + dataFeeOf(receipt),
    spoken: toSpoken(address, receipt.logs),
  }
}

async function readPending(client: PublicClient, hash: Hex): Promise<boolean> {
  const found = await client.getTransaction({ hash }).catch((error: unknown) => {
    if (error instanceof TransactionNotFoundError) return null
    throw error
  })
  return found?.blockHash === null
}

/** Rollups of the OP stack charge for the data they write to another chain; viem does not know of it everywhere. */
function dataFeeOf(receipt: object): bigint {
  const { l1Fee } = receipt as { l1Fee?: unknown }
  if (typeof l1Fee === 'bigint') return l1Fee
  return typeof l1Fee === 'string' && /^0x[0-9a-f]+$/i.test(l1Fee) ? BigInt(l1Fee) : 0n
}

function toSpoken(address: Hex, logs: readonly Log[]): Spoken[] {
  const own = logs.filter((log) => log.address.toLowerCase() === address)
  return parseEventLogs({ abi: [EAS_ATTESTED, EAS_REVOKED], logs: own })
    .flatMap((log): Spoken[] => {
      const { transactionHash: txHash, blockNumber, blockHash, logIndex } = log
      if (!txHash || blockNumber === null || !blockHash || logIndex === null) return []
      const { uid, schemaUID: schema, recipient, attester } = log.args
      return [
        {
          operation: log.eventName === 'Attested' ? 'ATTEST' : 'REVOKE',
          uid,
          schema,
          recipient: recipient.toLowerCase() as Hex,
          attester: attester.toLowerCase() as Hex,
          txHash,
          blockNumber: Number(blockNumber),
          blockHash,
          logIndex,
        },
      ]
    })
    .sort((a, b) => a.blockNumber - b.blockNumber || a.logIndex - b.logIndex)
}

/** The local chain is read from its beginning, whatever its clock was put to. */
async function findBlockAt(chainId: number, seconds: number): Promise<number> {
  if (chainId === LOCAL_CHAIN) return 0
  let failure: unknown = new Error(`Chain ${chainId} has no provider`)
  for (const provider of chainProviders(chainId)) {
    try {
      return (await blockAtTime(provider, await fetchBlock(provider, 'latest'), seconds))?.number ?? 0
    } catch (error) {
      failure = error
    }
  }
  throw failure
}

async function findBlock(client: PublicClient, blockNumber: bigint) {
  try {
    return await client.getBlock({ blockNumber })
  } catch (error) {
    if (error instanceof BlockNotFoundError) return null
    throw error
  }
}

/** Anything that is not the contract's own refusal is thrown on. */
function refusalOf(error: unknown): Refusal {
  const data = revertDataOf(error)
  if (!data) throw error
  return describeRefusal(data)
}
