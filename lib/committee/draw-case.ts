import { anchorPlace } from '@/lib/anchor/close-batch'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { saveChange } from '@/lib/challenge/change'
import { lockChallenge } from '@/lib/challenge/store'
import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { type Sql, sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { announceSeats } from './announce-seats'
import type { DisputeCase } from './case'
import { awaitBlock, findCase, listSeats, renameBlock, saveRound, selectVotes } from './case-store'
import { countEligible, drawSeats, fitCommittee, seedOf } from './draw'
import { fairDue } from './fair-due'
import { loadRoster, type PublishedRoster } from './load-roster'
import { redrawSeats } from './redraw-seats'
import { SILENCE_SECONDS } from './round'
import { listDowntimes } from './round-store'
import {
  blockAfter,
  type DrawChain,
  type DrawState,
  drawChain,
  futureBlock,
  readLater,
  readSource,
  type Source,
} from './seed-block'

export type { DrawState } from './seed-block'

/**
 * Draws the panel of an unbonded case when the block its seed comes from is final, or replaces its silent members (domain
 * §5, "Seed", "Silent seats"). Nobody can know that block when the case is opened. Run it as often as you like.
 */
export async function drawCase(ctx: Ctx, id: Hex, chain: DrawChain | null = drawChain()): Promise<DrawState> {
  const dispute = await findCase(sqlOver(ctx.pool), id)
  if (dispute?.status !== 'OPEN' || dispute.dealId || dispute.m === 0 || dispute.blockHash) return 'over'
  if (!chain || dispute.rosterEpoch === null) return 'waiting'

  const roster = await loadRoster(sqlOver(ctx.pool), dispute.rosterEpoch)
  const source = await readBlock(ctx, dispute, roster, chain)
  if (!source) return 'waiting'

  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const challenge = await lockChallenge(tx, dispute.challengeId)
    const current = await findCase(tx, id)
    if (current?.status !== 'OPEN' || current.blockHash || current.seedBlock !== dispute.seedBlock) return 'over'

    const before = (await listSeats(tx, current)).map(({ member }) => member)
    const drawn = await drawRound(tx, current, roster, source)
    if (!drawn || !(await saveRound(tx, id, drawn, ctx.now))) return 'waiting'
    await saveChange(tx, ctx, challenge, {
      action: 'seat',
      actor: 'desk',
      data: {
        case: id,
        round: drawn.round,
        k: drawn.k,
        m: drawn.m,
        roster_epoch: roster.epoch,
        roster_root: roster.root,
        block_number: source.block,
        block_hash: source.blockHash,
        seed: drawn.seed,
      },
      event: 'challenge.panel_seated',
    })
    const seated = drawn.seats.map(({ member }) => member)
    await announceSeats(
      tx,
      ctx,
      challenge.id,
      id,
      seated.filter((member) => !before.includes(member)),
    )
    return 'drawn'
  })
}

/** The first panel: by where case and roster stand on chain. The one after it: by a block named when members were silent. */
async function readBlock(ctx: Ctx, dispute: DisputeCase, roster: PublishedRoster, chain: DrawChain) {
  const anchoredRoster = { kind: 'roster' as const, id: roster.root }
  if (!dispute.seed) {
    const block = await blockAfter(ctx, chain, [{ kind: 'case', id: dispute.id }, anchoredRoster])
    return block === null ? null : readSource(chain, block)
  }
  const least = await blockAfter(ctx, chain, [anchoredRoster])
  const sql = sqlOver(ctx.pool)
  const seatedAt = await findSeatedAt(sql, dispute)
  if (least === null || !seatedAt) return null

  const later = { named: dispute.seedBlock, least, openedAt: addSeconds(seatedAt, SILENCE_SECONDS) }
  return readLater(chain, later, (block) => renameBlock(sql, dispute, block))
}

/**
 * The members have been silent for a day, not counting when the desk was away: a block that does not exist yet will draw
 * others in their place, once.
 */
export async function replaceSilent(ctx: Ctx, id: Hex, chain: DrawChain | null = drawChain()): Promise<boolean> {
  const sql = sqlOver(ctx.pool)
  const seatedAt = await findSeatedAt(sql, { id, dealId: null })
  if (!chain || !seatedAt) return false

  const downtimes = await listDowntimes(sql, seatedAt, ctx.now)
  if (fairDue(seatedAt, addSeconds(seatedAt, SILENCE_SECONDS), downtimes) > ctx.now) return false
  const block = await futureBlock(chain)
  return block !== null && awaitBlock(sql, id, block, ctx.now)
}

/** When the first panel sat down; those drawn after it do so in later rounds. */
async function findSeatedAt(sql: Sql, dispute: Pick<DisputeCase, 'id' | 'dealId'>): Promise<Date | null> {
  return (await listSeats(sql, dispute)).find(({ round }) => round === 0)?.createdAt ?? null
}

/** The seats of the next round; null when too few are eligible: the case then waits for the challenge's deadline. */
async function drawRound(tx: Tx, dispute: DisputeCase, roster: PublishedRoster, { block, blockHash }: Source) {
  const struck = dispute.excluded.map(({ member }) => member)
  const seed = seedOf(dispute.id, roster.root, blockHash)
  const source = { seedBlock: block, blockHash, seed }
  if (dispute.seed) return redrawRound(tx, dispute, roster, { ...source, struck })

  const fitted = fitCommittee(countEligible(roster, struck), dispute)
  if (!fitted || fitted.m < leastMembers()) return null

  const { seats } = drawSeats({ seed, round: 0, roster, m: fitted.m, struck })
  return { ...source, ...fitted, round: 0, seats: seats.map(({ row, attempt }) => ({ member: row.member, attempt })) }
}

async function redrawRound(
  tx: Tx,
  dispute: DisputeCase,
  roster: PublishedRoster,
  source: { seedBlock: number; blockHash: Hex; seed: Hex; struck: Hex[] },
) {
  const { struck, ...seeded } = source
  const round = dispute.round + 1
  const [seats, votes] = await Promise.all([listSeats(tx, dispute), selectVotes(tx, dispute.id, null)])
  const next = redrawSeats({
    seed: seeded.seed,
    round,
    roster,
    struck,
    sitting: seats.filter((seat) => seat.round === dispute.round),
    hasSpoken: (member) => votes.some((vote) => vote.member === member),
  })
  return { ...seeded, round, k: dispute.k, m: dispute.m, seats: next }
}

/** The smallest panel there may be. */
function leastMembers(): number {
  return anchorPlace()?.chainId === LOCAL_CHAIN ? 1 : 3
}
