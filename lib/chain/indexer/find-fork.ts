import { fetchBlock } from '../answers'
import type { ChainQuorum } from '../chain-quorum'
import { isProviderFailure } from '../provider-failure'
import { CALL_TIMEOUT_MS, type Provider } from '../providers'
import { quorumRead } from '../quorum-read'
import type { KnownBlock } from './store'

/** Whether a block is on the chain: 'unclear' when the providers cannot tell now. */
export type Standing = 'stands' | 'gone' | 'unclear'

/**
 * Whether a block is still on the chain. That there is no block of its number means that the chain became shorter only
 * with `instantFinality` (the local chain, whose one provider is the chain); elsewhere it means that a provider lags, and
 * a chain that really changed has another block there soon.
 */
export async function standingOf(
  { providers, q }: ChainQuorum,
  block: KnownBlock,
  instantFinality: boolean,
): Promise<Standing> {
  const result = await quorumRead({
    providers,
    q,
    read: (provider) => hashAt(provider, block.number, instantFinality),
    keyOf: (hash) => hash,
    timeoutMs: CALL_TIMEOUT_MS,
  })
  if (result.status !== 'agreed') return 'unclear'
  return result.value === block.hash ? 'stands' : 'gone'
}

async function hashAt(provider: Provider, number: number, mayEnd: boolean): Promise<string> {
  try {
    return (await fetchBlock(provider, number)).hash
  } catch (error) {
    if (mayEnd && isProviderFailure(error, 'absent')) return 'absent'
    throw error
  }
}

/**
 * The highest of `blocks` (highest first) that still stands: since a block brings all before it along, halving finds it.
 * null when none does, 'unclear' when the providers cannot tell.
 */
export async function findHighestStanding<B>(
  blocks: readonly B[],
  standing: (block: B) => Promise<Standing>,
): Promise<B | null | 'unclear'> {
  let [gone, stands] = [-1, blocks.length]
  while (stands - gone > 1) {
    const middle = (gone + stands) >> 1
    const found = await standing(blocks[middle] as B)
    if (found === 'unclear') return 'unclear'
    if (found === 'stands') stands = middle
    else gone = middle
  }
  return blocks[stands] ?? null
}
