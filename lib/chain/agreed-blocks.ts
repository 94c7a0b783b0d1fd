import { z } from 'zod'
import type { Hex } from '@/lib/proof/hash'
import { type BlockRef, fetchBlock, toHash, toSafeNumber } from './answers'
import { type ChainQuorum, quorumOf } from './chain-quorum'
import { gather } from './gather'
import { LOCAL_CHAIN } from './networks'
import { readHead } from './pinned-blocks'
import { ProviderFailure } from './provider-failure'
import { CALL_TIMEOUT_MS, type Provider } from './providers'
import { sharedNumbers } from './quorum'
import { quorumRead } from './quorum-read'

/** What slower providers get once enough have answered. */
const GRACE_MS = 200
/** So many blocks the highest head may be ahead of what enough hosts know: half a minute where four are made in a second. */
const MAX_LEAD = 128

/** A log by the transaction that wrote it, its contract and the topics it begins with. */
export type WrittenLog = { txHash: Hex; address: Hex; topics: readonly Hex[] }

/** Blocks of a chain as enough of its providers agree on them (domain §2). */
export type AgreedBlocks = {
  chainId: number
  /**
   * The highest number that any host knows: no block after it exists, unless all of them lag. Null while it is far ahead
   * of what enough hosts know. Throws ProviderFailure when too few answer.
   */
  highestBlock(): Promise<number | null>
  /** The highest number that enough hosts call final; on the local chain every block is. Throws like `highestBlock`. */
  finalBlock(): Promise<number>
  /** The block with this number; null while no answer stands. */
  blockAt(number: number): Promise<BlockRef | null>
  /** The block in which a log was written; null while no answer stands. */
  blockOfLog(log: WrittenLog): Promise<PlacedIn | null>
}

export type PlacedIn = Pick<BlockRef, 'number' | 'hash'>

/** For what one provider must not decide: who names the hash of a block names whoever is drawn by it. */
export function agreedBlocks(chainId: number, { providers, q }: ChainQuorum = quorumOf(chainId)): AgreedBlocks {
  const heads = async () => {
    const read = await gather(providers, q, GRACE_MS, (provider) => readHead(provider, chainId === LOCAL_CHAIN))
    return read.answers.map(({ provider, value }) => ({ host: provider.host, head: value }))
  }
  const known = (named: { host: string; number: number }[]) => {
    const numbers = sharedNumbers(named)
    const [highest, shared] = [numbers[0], numbers[q - 1]]
    if (highest === undefined || shared === undefined) throw new ProviderFailure('timeout')
    return { highest, shared }
  }
  const agree = async <T>(read: (provider: Provider) => Promise<T>, keyOf: (value: T) => string) => {
    const result = await quorumRead({ ...{ providers, q, timeoutMs: CALL_TIMEOUT_MS }, read, keyOf })
    return result.status === 'agreed' ? result.value : null
  }
  return {
    chainId,
    highestBlock: async () => {
      const named = (await heads()).map(({ host, head }) => ({ host, number: head.latest.number }))
      const { highest, shared } = known(named)
      return highest - shared > MAX_LEAD ? null : highest
    },
    finalBlock: async () => {
      const named = (await heads()).map(({ host, head }) => ({ host, number: head.final.number }))
      return known(named).shared
    },
    blockAt: (number) =>
      agree(
        (provider) => fetchBlock(provider, number),
        ({ hash, time }) => `${hash} ${time}`,
      ),
    blockOfLog: (log) =>
      agree(
        (provider) => fetchBlockOfLog(provider, log),
        ({ number, hash }) => `${hash} ${number}`,
      ),
  }
}

const Receipt = z.object({
  blockNumber: z.string(),
  blockHash: z.string(),
  logs: z.array(z.object({ address: z.string(), topics: z.array(z.string()) })),
})

/** Throws ProviderFailure: `absent` when the provider knows no such transaction, or one that wrote no such log. */
async function fetchBlockOfLog(provider: Provider, { txHash, address, topics }: WrittenLog): Promise<PlacedIn> {
  const answer = await provider.request('eth_getTransactionReceipt', [txHash])
  if (answer === null) throw new ProviderFailure('absent')
  const receipt = Receipt.safeParse(answer)
  if (!receipt.success) throw new ProviderFailure('bad-answer')

  const { logs, blockNumber, blockHash } = receipt.data
  const written = logs.some(
    (log) => isSame(log.address, address) && topics.every((topic, i) => isSame(log.topics[i] ?? '', topic)),
  )
  if (!written) throw new ProviderFailure('absent')
  return { number: toSafeNumber(blockNumber), hash: toHash(blockHash) }
}

function isSame(one: string, other: Hex): boolean {
  return one.toLowerCase() === other.toLowerCase()
}
