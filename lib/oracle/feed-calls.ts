import { decodeFunctionResult, encodeFunctionData, parseAbi } from 'viem'
import type { Hex } from '../proof/hash'
import type { Round } from './find-round'

const FEED_ABI = parseAbi([
  'function decimals() view returns (uint8)',
  'function latestRoundData() view returns (uint80 roundId, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
  'function getRoundData(uint80 roundId) view returns (uint80 id, int256 answer, uint256 startedAt, uint256 updatedAt, uint80 answeredInRound)',
])

/** The questions a feed of Chainlink's shape answers. `call` asks it; what it answers in another shape throws. */
export function feedCalls(call: (data: Hex) => Promise<Hex>) {
  return {
    async decimals(): Promise<number> {
      const functionName = 'decimals'
      const data = await call(encodeFunctionData({ abi: FEED_ABI, functionName }))
      return decodeFunctionResult({ abi: FEED_ABI, functionName, data })
    },

    async latest(): Promise<Round> {
      const functionName = 'latestRoundData'
      const data = await call(encodeFunctionData({ abi: FEED_ABI, functionName }))
      return toRound(decodeFunctionResult({ abi: FEED_ABI, functionName, data }))
    },

    async round(roundId: bigint): Promise<Round> {
      const functionName = 'getRoundData'
      const data = await call(encodeFunctionData({ abi: FEED_ABI, functionName, args: [roundId] }))
      return toRound(decodeFunctionResult({ abi: FEED_ABI, functionName, data }))
    },
  }
}

function toRound([roundId, answer, , updatedAt]: readonly [bigint, bigint, bigint, bigint, bigint]): Round {
  return { roundId, answer, updatedAt }
}
