import { LOCAL_CHAIN } from '@/lib/chain/networks'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import type { EasChain } from './eas-chain'
import { adopt, readResults } from './find-results'
import { REORG_BLOCKS } from './limits'
import { findScan, forgetSent, listSentHashes, noteScan } from './result-store'
import { listLoose } from './store'
import type { Issuer } from './submission'
import type { Sending } from './submit-group'

/** Wallets send a moment before or after the desk knows what they are asked for. */
const BEFORE_SECONDS = 300
/** Blocks searched in one look, and new ones that make another worth it where a provider is paid by the question. */
const MOST_BLOCKS = 20_000
const FEWEST_BLOCKS = 3

/**
 * What issuers with a wallet of their own sent by themselves: looked for by their address, from when the oldest item that
 * waits was made, and matched by what it says. The desk sends nothing for them. Answers how many were found.
 */
export async function findOwnResults(ctx: Ctx, issuer: Issuer, { chain }: Pick<Sending, 'chain'>): Promise<number> {
  const sql = sqlOver(ctx.pool)
  const items = await listLoose(sql, issuer.id)
  const [oldest] = items
  if (!oldest) return 0

  const { number } = await chain.head()
  const scanned = await findScan(sql, issuer.id)
  if (scanned !== null && number - scanned < FEWEST_BLOCKS && issuer.chainId !== LOCAL_CHAIN) return 0

  const isNear = scanned !== null && number - scanned < MOST_BLOCKS
  const since = Math.floor(oldest.created_at.getTime() / 1000) - BEFORE_SECONDS
  const again = Math.max(0, (scanned ?? 0) - REORG_BLOCKS)
  const from = isNear ? again : Math.max(await chain.blockAt(since), again)
  const to = Math.min(number, from + MOST_BLOCKS)
  const found = await adopt(ctx, issuer, chain, items, await readResults(ctx, issuer, chain, { from, to }))
  await noteScan(sql, issuer.id, to)
  await forgetOthers(ctx, issuer, chain, to)
  return found.size
}

/** What a wallet said it sent by a transaction that is in a searched block and did not do it waits for another one. */
async function forgetOthers(ctx: Ctx, issuer: Issuer, chain: EasChain, searched: number): Promise<void> {
  const sql = sqlOver(ctx.pool)
  for (const hash of await listSentHashes(sql, issuer.id)) {
    const landed = await chain.landed(hash)
    if (landed && landed.blockNumber <= searched) await forgetSent(sql, issuer.id, hash)
  }
}
