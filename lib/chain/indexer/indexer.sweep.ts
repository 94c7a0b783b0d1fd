import { type Sql, sqlOver } from '@/lib/db/sql'
import { enqueue } from '@/lib/queue/enqueue'
import { sweep } from '@/lib/queue/sweep'
import { escrowOf } from '../escrow'
import { LOCAL_CHAIN, servedNetworks } from '../networks'

/** A block each second on the local chain; elsewhere a provider is paid by the question. */
export const localNews = sweep('local-news', 1, async (ctx) => {
  for (const chainId of bondedChains().filter((id) => id === LOCAL_CHAIN)) await enqueueNews(sqlOver(ctx.pool), chainId)
})

export const chainNews = sweep('chain-news', 12, async (ctx) => {
  for (const chainId of bondedChains().filter((id) => id !== LOCAL_CHAIN)) await enqueueNews(sqlOver(ctx.pool), chainId)
})

/** Has a chain's news read now, unless that is under way. */
export async function enqueueNews(sql: Sql, chainId: number): Promise<void> {
  await enqueue(sql, 'read-chain-news', { chainId }, { key: `chain-news:${chainId}`, keepExisting: true })
}

function bondedChains(): number[] {
  return servedNetworks().flatMap(({ chainId }) => (escrowOf(chainId) ? [chainId] : []))
}
