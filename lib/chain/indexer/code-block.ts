import { fetchBlock } from '../answers'
import type { Pinned } from '../pinned-blocks'
import { ProviderFailure } from '../provider-failure'
import type { Provider } from '../providers'
import { quorumRead } from '../quorum-read'
import type { Run } from './run'
import type { KnownBlock } from './store'

const TIMEOUT_MS = 60_000

/**
 * The block before a contract came to be, as enough providers tell it: found by halving, since code that is there stays.
 * Where they do not remember so far back, the chain's first block: reading from there takes longer and misses nothing.
 * null when they cannot tell now.
 */
export async function codeBlock(run: Run, heads: Pinned): Promise<KnownBlock | null> {
  const { address } = run.contract
  const ask = async (read: (provider: Provider) => Promise<KnownBlock>) => {
    const { q } = run.quorum
    const found = await quorumRead({
      providers: heads.providers,
      q,
      read,
      keyOf: ({ hash }) => hash,
      timeoutMs: TIMEOUT_MS,
    })
    return found.status === 'agreed' ? found.value : null
  }
  const last = heads.finalized.number
  return (
    (await ask(async (provider) => fetchBlock(provider, await lastWithout(provider, address, last)))) ??
    (await ask((provider) => fetchBlock(provider, 0)))
  )
}

/** The last block up to `last` in which nothing is at `address`; 0 at the least. */
async function lastWithout(provider: Provider, address: string, last: number): Promise<number> {
  if (!(await hasCode(provider, address, last))) return last
  let [without, has] = [0, last]
  while (has - without > 1) {
    const middle = (without + has) >> 1
    if (await hasCode(provider, address, middle)) has = middle
    else without = middle
  }
  return without
}

async function hasCode(provider: Provider, address: string, number: number): Promise<boolean> {
  const code = await provider.request('eth_getCode', [address, `0x${number.toString(16)}`])
  if (typeof code !== 'string' || !code.startsWith('0x')) throw new ProviderFailure('bad-answer')
  return code.length > 2
}
