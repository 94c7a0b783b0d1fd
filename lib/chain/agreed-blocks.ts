import { fetchBlock } from './answers'
import { type ChainQuorum, quorumOf } from './chain-quorum'
import { gather } from './gather'
import { LOCAL_CHAIN } from './networks'
import { readHead } from './pinned-blocks'
import { ProviderFailure } from './provider-failure'
import { CALL_TIMEOUT_MS } from './providers'
import { sharedNumbers } from './quorum'
import { quorumRead } from './quorum-read'

/** What slower providers get once enough have answered. */
const GRACE_MS = 200

/** Blocks of a chain as enough of its providers agree on them (domain §2). */
export type AgreedBlocks = {
  /** The highest number that enough hosts know. Throws ProviderFailure when too few answer. */
  latestBlock(): Promise<number>
  /** The highest number that enough hosts call final; on the local chain every block is. Throws like `latestBlock`. */
  finalBlock(): Promise<number>
  /** The hash of the block with this number; null while no answer stands. */
  blockHashAt(number: number): Promise<`0x${string}` | null>
}

/** For what one provider must not decide: who names the hash of a block names whoever is drawn by it. */
export function agreedBlocks(chainId: number, { providers, q }: ChainQuorum = quorumOf(chainId)): AgreedBlocks {
  const heads = async () => {
    const read = await gather(providers, q, GRACE_MS, (provider) => readHead(provider, chainId === LOCAL_CHAIN))
    return read.answers.map(({ provider, value }) => ({ host: provider.host, head: value }))
  }
  const shared = (named: { host: string; number: number }[]) => {
    const number = sharedNumbers(named)[q - 1]
    if (number === undefined) throw new ProviderFailure('timeout')
    return number
  }
  return {
    latestBlock: async () => shared((await heads()).map(({ host, head }) => ({ host, number: head.latest.number }))),
    finalBlock: async () => shared((await heads()).map(({ host, head }) => ({ host, number: head.final.number }))),
    blockHashAt: async (number) => {
      const result = await quorumRead({
        ...{ providers, q, timeoutMs: CALL_TIMEOUT_MS },
        read: (provider) => fetchBlock(provider, number),
        keyOf: ({ hash }) => hash,
      })
      return result.status === 'agreed' ? result.value.hash : null
    },
  }
}
