import { atBlock, type BlockRef } from '@/lib/chain/answers'
import { isProviderFailure, ProviderFailure } from '@/lib/chain/provider-failure'
import type { Provider } from '@/lib/chain/providers'
import type { Hex } from '@/lib/proof/hash'
import { feedCalls } from './feed-calls'
import type { Round } from './find-round'

/**
 * A feed as one provider shows it at exactly one block. Null for a round there is not, and for a feed without any; all
 * else that is no answer throws ProviderFailure.
 */
export function feedAt(provider: Provider, feed: Hex, block: BlockRef) {
  const calls = feedCalls(async (data) => {
    return (await provider.request('eth_call', [{ to: feed, data }, atBlock(block)])) as Hex
  })
  return {
    decimals: () => answered(calls.decimals),
    latest: (): Promise<Round | null> => unlessReverted(() => answered(calls.latest)),
    round: (roundId: bigint): Promise<Round | null> => unlessReverted(() => answered(() => calls.round(roundId))),
  }
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

async function answered<T>(read: () => Promise<T>): Promise<T> {
  try {
    return await read()
  } catch (error) {
    throw isProviderFailure(error) ? error : new ProviderFailure('bad-answer')
  }
}
