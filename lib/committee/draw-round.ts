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
import { findWaiting, listReceiptSeats, listSpeakers, moveToRoster, nameBlock, saveSeats } from './round-store'
import { BLOCKS_AFTER, blockAfter, type DrawChain, type DrawState, drawChain, readSource } from './seed-block'
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
  const block = round.seedBlock ?? (await chooseBlock(ctx, round, roster, chain))
  const source = block === null ? null : await readSource(chain, block)
  if (!source) return 'waiting'

  const seed = seedOf(receiptId, roster.root, source.blockHash)
  const drawn = { seedBlock: source.block, blockHash: source.blockHash, seed }
  return inTransaction({ db: ctx.db, pool: ctx.pool }, (tx) => seat(tx, ctx, round, roster, drawn))
}

/**
 * The first round: by where receipt and roster stand on chain. Later ones: a block that does not exist yet, named once,
 * when the roster stands there.
 */
async function chooseBlock(ctx: Ctx, round: Round, roster: PublishedRoster, chain: DrawChain): Promise<number | null> {
  const anchoredRoster = { kind: 'roster' as const, id: roster.root }
  if (round.kind === 'DRAW') return blockAfter(ctx, [{ kind: 'receipt', id: round.receiptId }, anchoredRoster])
  if ((await blockAfter(ctx, [anchoredRoster])) === null) return null
  return nameBlock(sqlOver(ctx.pool), round, (await chain.latestBlock()) + BLOCKS_AFTER)
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
  return one.round === other.round && one.kind === other.kind && one.rosterEpoch === other.rosterEpoch
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
