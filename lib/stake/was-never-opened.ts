import { quorumOf } from '@/lib/chain/chain-quorum'
import type { Provider } from '@/lib/chain/providers'
import { clientOf } from '@/lib/chain/public-client'
import { quorumRead } from '@/lib/chain/quorum-read'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { type Deal, dealId } from './deal'
import { ESCROW_ABI } from './escrow-abi'

type Place = { chainId: number; escrow: Hex; deal: Deal }

const NONE = 0
const READ_TIMEOUT_MS = 5_000

/**
 * Whether a deal can never be opened any more: the chain's own clock is past the time to join, and nobody deposited. What
 * the desk has read of the chain may be older than its newest block; this is asked where being wrong would end a deal that
 * holds a bond. Providers that do not agree have not said so yet. Throws E2004 when the chain does not answer.
 */
export async function wasNeverOpened({ chainId, escrow, deal }: Place): Promise<boolean> {
  const id = dealId(chainId, escrow, deal)
  const read = async (provider: Provider) => {
    const client = clientOf(chainId, provider)
    const { timestamp, number } = await client.getBlock({ blockTag: 'latest' })
    if (timestamp <= deal.joinBy) return false
    const status = await client.readContract({
      address: escrow,
      abi: ESCROW_ABI,
      functionName: 'statusOf',
      args: [id],
      blockNumber: number,
    })
    return status.state === NONE
  }
  const { providers, q } = quorumOf(chainId)
  const result = await quorumRead({ providers, q, read, keyOf: String, timeoutMs: READ_TIMEOUT_MS })
  if (result.status === 'agreed') return result.value
  if (result.why === 'disagreed') return false
  throw new AppError('E2004', 'The chain could not be asked whether the deal was opened.')
}
