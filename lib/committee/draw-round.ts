import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import type { Hex } from '@/lib/proof/hash'
import { announceMembers, tellSeated } from './announce-members'
import { drawSeats, seedOf } from './draw'
import { loadRoster, type PublishedRoster } from './load-roster'
import { fitTask } from './open-round'
import { epochAt } from './publish-roster'
import { redrawSeats, type Seated } from './redraw-seats'
import { findNextRows } from './roster-rows'
import { type Round, SILENCE_SECONDS } from './round'
import {
  findWaiting,
  listReceiptSeats,
  listRounds,
  listSpeakers,
  moveToRoster,
  nameBlock,
  saveSeats,
} from './round-store'
import { blockAfter, type DrawChain, type DrawState, drawChain, readLater, readSource, type Source } from './seed-block'
import { findAppealRound, lockTask, type Task, updateTask } from './task-row'

/**
 * Seats the round of a receipt's committee that waits, once the block its seed comes from is final (domain §5, "Seed",
 * "Silent seats"); too few eligible, it looks at the next roster. Run it as often as you like.
 */
export async function drawRound(ctx: Ctx, receiptId: Hex, chain: DrawChain | null = drawChain()): Promise<DrawState> {
  const sql = sqlOver(ctx.pool)
  const round = await findWaiting(sql, receiptId)
  if (!round) return 'over'
  if (round.rosterEpoch === null || round.missing > 0) return tryNextRoster(ctx, round)
  if (!chain) return 'waiting'

  const roster = await loadRoster(sql, round.rosterEpoch)
  const source = await readBlock(ctx, round, roster, chain)
  if (!source) return 'waiting'

  const seed = seedOf(receiptId, roster.root, source.blockHash)
  const drawn = { seedBlock: source.block, blockHash: source.blockHash, seed }
  return inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => seat(tx, ctx, round, roster, drawn))
}

/**
 * The first round: by where receipt and roster stand on chain. Later ones: a block that does not exist yet, named once,
 * when the roster stands there, and after those of the rounds before that were drawn from the same roster.
 */
async function readBlock(ctx: Ctx, round: Round, roster: PublishedRoster, chain: DrawChain): Promise<Source | null> {
  const anchoredRoster = { kind: 'roster' as const, id: roster.root }
  if (round.kind === 'DRAW') {
    const block = await blockAfter(ctx, chain, [{ kind: 'receipt', id: round.receiptId }, anchoredRoster])
    return block === null ? null : readSource(chain, block)
  }
  const anchored = await blockAfter(ctx, chain, [anchoredRoster])
  if (anchored === null) return null

  const sql = sqlOver(ctx.pool)
  const before = (await listRounds(sql, round.receiptId)).filter(
    (one) => one.round < round.round && one.rosterEpoch === round.rosterEpoch,
  )
  const least = Math.max(anchored, ...before.map(({ seedBlock }) => (seedBlock ?? 0) + 1))
  return readLater(chain, { named: round.seedBlock, least, openedAt: round.openedAt }, (block) =>
    nameBlock(sql, round, block),
  )
}

type Drawn = { seedBlock: number; blockHash: Hex; seed: Hex }

async function seat(tx: Tx, ctx: Ctx, seen: Round, roster: PublishedRoster, drawn: Drawn): Promise<DrawState> {
  const task = await lockTask(tx, seen.receiptId)
  const round = await findWaiting(tx, seen.receiptId)
  if (!task || !round || !isSame(round, seen)) return 'over'

  const sitting = (await listReceiptSeats(tx, task.id)).filter((one) => one.round === task.round)
  const seats = await seatsOf(tx, round, roster, drawn.seed, sitting)
  const dueAt = addSeconds(ctx.now, SILENCE_SECONDS)
  const { k, m } = round
  await saveSeats(tx, { ...drawn, ...{ receiptId: task.id, round: round.round, k, m, seats, dueAt, now: ctx.now } })
  const status = task.status === 'AWAITING_COMMITTEE' ? 'PENDING' : task.status
  const seated = { ...task, status, round: round.round, k, m }
  await updateTask(tx, seated)

  await tellSeated(tx, ctx, seated)
  const fresh = seats.map(({ member }) => member).filter((member) => !sitting.some((one) => one.member === member))
  await announceMembers(tx, ctx, { receiptId: task.id, round: round.round, members: fresh, dueAt })
  return 'drawn'
}

/** What waits is still what was looked at: an appeal may have opened a round of the same number. */
function isSame(one: Round, other: Round): boolean {
  const isRound = one.round === other.round && one.kind === other.kind && one.rosterEpoch === other.rosterEpoch
  return isRound && one.seedBlock === other.seedBlock
}

async function seatsOf(
  tx: Tx,
  { receiptId, kind, round, m, excluded }: Round,
  roster: PublishedRoster,
  seed: Hex,
  sitting: readonly Seated[],
): Promise<Seated[]> {
  const struck = excluded.map(({ member }) => member)
  if (kind !== 'REDRAW') {
    const { seats } = drawSeats({ seed, round, roster, m, struck })
    return seats.map(({ row, attempt }) => ({ member: row.member, attempt }))
  }
  const appealRound = await findAppealRound(tx, receiptId)
  const spoken = new Set(await listSpeakers(tx, receiptId, appealRound === null ? 0 : 1))
  return redrawSeats({ seed, round, roster, struck, sitting, hasSpoken: (member) => spoken.has(member) })
}

/** Each roster is asked in its turn, so that the desk cannot choose among them. */
async function tryNextRoster(ctx: Ctx, seen: Round): Promise<DrawState> {
  return inTransaction({ db: ctx.db, pool: ctx.pool }, async (tx) => {
    const task: Task | null = await lockTask(tx, seen.receiptId)
    const round = await findWaiting(tx, seen.receiptId)
    if (!task || round?.round !== seen.round) return 'over'

    const last = round.rosterEpoch ?? epochAt(round.openedAt) - 1
    const roster = await findNextRows(tx, last, epochAt(ctx.now))
    if (!roster || round.rosterEpoch !== seen.rosterEpoch) return 'waiting'
    const fit = await fitTask(tx, ctx, task, roster, { k: round.wantedK, m: round.wantedM })
    await moveToRoster(tx, round, { ...fit, rosterEpoch: roster.epoch, now: ctx.now })
    return 'waiting'
  })
}
