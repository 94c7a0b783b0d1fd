import { anchorPlace } from '@/lib/anchor/close-batch'
import { LOCAL_CHAIN } from '@/lib/chain/networks'
import { saveChange } from '@/lib/challenge/change'
import { lockChallenge } from '@/lib/challenge/store'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { announceSeats } from './announce-seats'
import type { DisputeCase } from './case'
import { awaitBlock, findCase, listSeats, saveRound, selectVotes } from './case-store'
import { countEligible, drawSeats, fitCommittee, seedOf } from './draw'
import { loadRoster, type PublishedRoster } from './load-roster'
import { redrawSeats } from './redraw-seats'
import {
  BLOCKS_AFTER,
  blockAfter,
  type DrawChain,
  type DrawState,
  drawChain,
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
  const leaves = [
    { kind: 'case' as const, id: dispute.id },
    { kind: 'roster' as const, id: roster.root },
  ]
  const block = dispute.seedBlock ?? (await blockAfter(ctx, leaves))
  const source = block === null ? null : await readSource(chain, block)
  if (!source) return 'waiting'

  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const challenge = await lockChallenge(tx, dispute.challengeId)
    const current = await findCase(tx, id)
    if (current?.status !== 'OPEN' || current.blockHash) return 'over'

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

/** The members have been silent for a day: a block that does not exist yet will draw others in their place, once. */
export async function replaceSilent(ctx: Ctx, id: Hex, chain: DrawChain | null = drawChain()): Promise<boolean> {
  if (!chain) return false
  const block = (await chain.latestBlock()) + BLOCKS_AFTER
  return awaitBlock(sqlOver(ctx.pool), id, block, ctx.now)
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
