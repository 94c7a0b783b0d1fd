import { addSeconds } from '@/lib/clock'
import { loadRoster } from '@/lib/committee/load-roster'
import type { Roster } from '@/lib/committee/roster'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { isAppError } from '@/lib/errors'
import { log } from '@/lib/log'
import { findDecidingRound } from '@/lib/oracle/find-deciding-round'
import { ZERO_HASH } from '@/lib/proof/hash'
import { ZERO_ADDRESS } from '../deal'
import { findUnstaked } from '../deal-draw'
import type { DealRow } from '../store'
import type { KeeperChain } from './keeper-chain'
import { type ChainStatus, deadlineOf, type KeeperFacts } from './plan-calls'
import { findPanelEpoch, listDealVotes, listOffers, listRefused } from './store'

/** A call that failed is tried again after so long: what the contract refused then it may take now. */
const FAILED_SECONDS = 60 * 60
/** Kinds of calls that were paid for nothing too often are not tried for so long. */
const WASTED_SECONDS = 24 * 60 * 60

/** Everything planning rests on: what the chain says of the deal now, and what the desk holds of it. */
export async function readFacts(ctx: Ctx, row: DealRow, chain: KeeperChain): Promise<KeeperFacts> {
  const sql = sqlOver(ctx.pool)
  const { id, escrow, deal, challengeId } = row
  const status = await chain.statusOf(escrow, id, deal)
  const roster = isDrawing(row, status) ? await findRosterOf(sql, row) : null
  return {
    id,
    escrow,
    deal,
    chain: status,
    offers: await listOffers(sql, challengeId),
    votes: await listDealVotes(sql, id, status.round),
    decidingRound: isOracleDue(row, status) ? await readRound(ctx, row) : null,
    roster,
    unstaked: roster
      ? await findUnstaked({ ...status, deal: row.deal, roster }, (member) => chain.isStaked(row.escrow, member))
      : new Set(),
    refused: await listRefused(sql, id, {
      failed: addSeconds(ctx.now, -FAILED_SECONDS),
      wasted: addSeconds(ctx.now, -WASTED_SECONDS),
    }),
  }
}

function isDrawing({ deal }: DealRow, { state, seed, seats }: ChainStatus): boolean {
  return state === 'DISPUTED' && seed !== ZERO_HASH && seats.length < deal.panel.m
}

function isOracleDue({ deal }: DealRow, chain: ChainStatus): boolean {
  const { state, block } = chain
  const isJoined = state === 'JOINED' || state === 'DISPUTED'
  const isInTime = block.seconds >= deal.oracle.notBefore && block.seconds <= deadlineOf(deal, chain)
  return isJoined && deal.oracle.feed !== ZERO_ADDRESS && isInTime
}

/** Null, too, while the feed cannot be read: what others decide does not wait for it. */
async function readRound(ctx: Ctx, { id, chainId, deal }: DealRow): Promise<bigint | null> {
  try {
    const round = await findDecidingRound(ctx, { chainId, oracle: deal.oracle })
    return typeof round === 'string' ? null : round.roundId
  } catch (err) {
    if (!isAppError(err, 'E4001') && !isAppError(err, 'E4002')) throw err
    log.warn({ err, deal: id }, 'the feed a deal rests on cannot be read')
    return null
  }
}

async function findRosterOf(sql: Sql, { challengeId, deal }: DealRow): Promise<Roster | null> {
  const epoch = await findPanelEpoch(sql, challengeId)
  const roster = epoch === null ? null : await loadRoster(sql, epoch)
  return roster?.root === deal.panel.root ? roster : null
}
