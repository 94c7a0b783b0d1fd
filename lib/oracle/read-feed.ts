import { decodeFunctionResult, encodeFunctionData, parseAbi } from 'viem'
import { atBlock, type BlockRef } from '@/lib/chain/answers'
import { isProviderFailure, ProviderFailure } from '@/lib/chain/provider-failure'
import type { Provider } from '@/lib/chain/providers'
import type { Hex } from '@/lib/proof/hash'
import type { Round } from './find-round'

const FEED_ABI = parseAbi([
  'function decimals() view returns (uint8)',
  'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
  'function getRoundData(uint80 roundId) view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
])

/** A feed as one provider shows it at exactly one block. Everything throws ProviderFailure when it does not answer. */
export function feedAt(provider: Provider, feed: Hex, block: BlockRef) {
  const call = async (data: Hex) => {
    const answer = await provider.request('eth_call', [{ to: feed, data }, atBlock(block)])
    if (typeof answer === 'string' && /^0x[0-9a-f]+$/i.test(answer)) return answer as Hex
    throw new ProviderFailure('bad-answer')
  }

  return {
    async decimals(): Promise<number> {
      const data = await call(encodeFunctionData({ abi: FEED_ABI, functionName: 'decimals' }))
      return decoded(() => decodeFunctionResult({ abi: FEED_ABI, functionName: 'decimals', data }))
    },

    /** Null for a feed without any round. */
    latest(): Promise<Round | null> {
      return unlessReverted(async () => {
        const data = await call(encodeFunctionData({ abi: FEED_ABI, functionName: 'latestRoundData' }))
        return toRound(decoded(() => decodeFunctionResult({ abi: FEED_ABI, functionName: 'latestRoundData', data })))
      })
    },

    /** Null for a round there is not. */
    round(roundId: bigint): Promise<Round | null> {
      return unlessReverted(async () => {
        const asked = encodeFunctionData({ abi: FEED_ABI, functionName: 'getRoundData', args: [roundId] })
        const data = await call(asked)
        return toRound(decoded(() => decodeFunctionResult({ abi: FEED_ABI, functionName: 'getRoundData', data })))
      })
    },
  }
}

function toRound([roundId, answer, , updatedAt]: readonly [bigint, bigint, bigint, bigint, bigint]): Round {
  return { roundId, answer, updatedAt }
}

/** Feeds refuse to speak of a round they do not have. */
async function unlessReverted<T>(read: () => Promise<T>): Promise<T | null> {
  try {
    return await read()
  } catch (error) {
    if (isProviderFailure(error, 'reverted')) return null
    throw error
  }
}

function decoded<T>(decode: () => T): T {
  try {
    return decode()
  } catch {
    throw new ProviderFailure('bad-answer')
  }
}
