import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { log } from '@/lib/log'
import { singleton } from '@/lib/singleton'
import { type ChainQuorum, quorumOf } from '../chain-quorum'
import { escrowOf } from '../escrow'
import { type Pinned, pinBlocks } from '../pinned-blocks'
import { stakeContracts } from './follow-up'
import { newRangeSize, planRange, type RangeSize } from './plan-range'
import { readRange } from './read-range'
import { rollBackIfForked } from './roll-back'
import { hasInstantFinality, type Reading, type Run } from './run'
import { startBlock } from './start-block'
import { type Contract, findCursor, findTop, insertCursor, listContracts } from './store'

/** A job ends here and the next sweep goes on, so that a worker that stops does not wait for a day of blocks. */
const BUDGET_MS = 30_000
/** How often a run looks again when the chain, or another worker, moved under it. */
const TRIES = 5

type Options = { quorum?: ChainQuorum; budgetMs?: number; size?: RangeSize }

/**
 * Reads what is new in the escrow's logs on a chain and has the deals they concern followed. Each range of blocks is one
 * transaction: logs, cursor and follow-ups. Runs of several workers at once, or cut off at any line, change nothing twice
 * and lose nothing.
 */
export async function readChainNews(
  ctx: Pick<Ctx, 'pool' | 'now'>,
  { chainId }: { chainId: number },
  options: Options = {},
): Promise<Reading> {
  return readContracts(ctx, await escrowsOf(sqlOver(ctx.pool), chainId, ctx.now), chainId, options)
}

/** The same for the stakes of panel members: each range is one transaction of logs, cursor and the sums they add up to. */
export async function readStakeNews(
  ctx: Pick<Ctx, 'pool' | 'now'>,
  { chainId }: { chainId: number },
  options: Options = {},
): Promise<Reading> {
  return readContracts(ctx, await stakeContracts(sqlOver(ctx.pool), chainId), chainId, options)
}

async function readContracts(
  ctx: Pick<Ctx, 'pool' | 'now'>,
  contracts: readonly Contract[],
  chainId: number,
  options: Options,
): Promise<Reading> {
  const sql = sqlOver(ctx.pool)
  const quorum = options.quorum ?? quorumOf(chainId)
  const size = options.size ?? sizeFor(chainId)
  const until = performance.now() + (options.budgetMs ?? BUDGET_MS)

  let reading: Reading = 'caught up'
  for (const contract of contracts) {
    const one = await readContract({ ctx, sql, contract, quorum, size, until })
    if (one !== 'caught up') reading = one
  }
  return reading
}

/** The escrow of new deals, and those of deals made when it was another one. */
async function escrowsOf(sql: Sql, chainId: number, now: Date): Promise<Contract[]> {
  const current = escrowOf(chainId)?.escrow
  const ofDeals = await listContracts(sql, chainId, now)
  const addresses = new Set(current ? [current, ...ofDeals] : ofDeals)
  return [...addresses].map((address) => ({ chainId, address, kind: 'escrow' }))
}

/** Learned once per process: what a provider takes does not change from one job to the next. */
function sizeFor(chainId: number): RangeSize {
  const sizes = singleton('indexer-range-sizes', () => new Map<number, RangeSize>())
  const size = sizes.get(chainId) ?? newRangeSize()
  sizes.set(chainId, size)
  return size
}

async function readContract(run: Run): Promise<Reading> {
  for (let attempt = 1; attempt <= TRIES; attempt++) {
    const heads = await pinHeads(run)
    if (!heads) return 'waiting'
    const reading = await readUpTo(run, heads)
    if (reading !== 'moved') return reading
  }
  return 'moved'
}

async function pinHeads(run: Run): Promise<Pinned | null> {
  const heads = await pinBlocks({
    providers: run.quorum.providers,
    q: run.quorum.q,
    instantFinality: hasInstantFinality(run),
    // However old the newest block is: a chain that makes no blocks has no news.
    now: new Date(0),
  })
  if (heads.status === 'pinned') return heads
  log.warn({ chainId: run.contract.chainId, reason: heads.reason }, 'the news of a chain cannot be read now')
  return null
}

async function readUpTo(run: Run, heads: Pinned): Promise<Reading> {
  const { sql, contract } = run
  if (!(await findCursor(sql, contract))) {
    const start = await startBlock(run, heads)
    if (!start) return 'waiting'
    await insertCursor(sql, contract, start)
  }

  const ground = await rollBackIfForked(run, heads.newest)
  if (ground !== 'stands') return ground

  for (;;) {
    const [cursor, top] = [await findCursor(sql, contract), await findTop(sql, contract.chainId)]
    if (!cursor || !top) return 'moved'
    const range = planRange(cursor, { newest: heads.newest, final: heads.finalized }, run.size.value)
    if (!range) return 'caught up'
    if (performance.now() > run.until) return 'more'

    const step = await readRange(run, { cursor, top, range })
    if (step !== 'read') return step
  }
}
