import { addSeconds } from '@/lib/clock'
import { fetchBlock } from '../answers'
import { blockAtTime } from '../block-at-time'
import type { Pinned } from '../pinned-blocks'
import { quorumRead } from '../quorum-read'
import { codeBlock } from './code-block'
import { hasInstantFinality, type Run } from './run'
import { findFirstDealTime, type KnownBlock } from './store'

/** Clocks differ: the chain's, ours, Postgres's. */
const MARGIN_SECONDS = 3_600
const TIMEOUT_MS = 60_000

/**
 * Behind which block a contract's news begin: nobody can have opened a deal before it was agreed here; a stake may be older
 * than the desk, so those begin with their contract. The local chain is read from its beginning, whatever its clock was put
 * to. null when the providers cannot tell now.
 */
export async function startBlock(run: Run, heads: Pinned): Promise<KnownBlock | null> {
  if (run.contract.kind === 'stake' && !hasInstantFinality(run)) return codeBlock(run, heads)
  const first = await findFirstDealTime(run.sql, run.contract)
  if (!first && !hasInstantFinality(run)) return heads.finalized

  const seconds = first ? addSeconds(first, -MARGIN_SECONDS).getTime() / 1000 : 0
  const found = await quorumRead({
    providers: heads.providers,
    q: run.quorum.q,
    read: async (provider) => {
      const block = hasInstantFinality(run) ? null : await blockAtTime(provider, heads.finalized, seconds)
      return block ?? fetchBlock(provider, 0)
    },
    keyOf: ({ hash }) => hash,
    timeoutMs: TIMEOUT_MS,
  })
  return found.status === 'agreed' ? found.value : null
}
