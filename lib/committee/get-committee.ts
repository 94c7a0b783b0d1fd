import type { Ctx } from '@/lib/context'
import { inSnapshot } from '@/lib/db/snapshot'
import { sqlOver } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import type { Hex } from '@/lib/proof/hash'
import { readAppealEnd } from '@/lib/receipt/appeal-end'
import { findAppeal } from '@/lib/receipt/appeal-store'
import { requireVisible } from '@/lib/receipt/require-visible'
import { findRosters, type RosterRows } from './roster-rows'
import type { Round } from './round'
import { listReceiptSeats, listRounds, listSpeakers, type ReceiptSeat } from './round-store'
import { readStanding } from './task-row'

const APPEALABLE: ReadonlySet<string> = new Set(['FINALIZED', 'FAILED'])

/**
 * Who judges a task, and everything the draw can be repeated from (`GET receipts/:id/committee`), for whoever sees the
 * receipt. E7001 for others, and for a receipt that has no committee.
 */
export async function getCommittee(ctx: Ctx, { id }: { id: string }) {
  const { isClose } = await requireVisible(ctx, id)
  const { task, rounds, seats, appeal, first, second } = await inSnapshot(ctx, async (sql) => ({
    task: await readStanding(sql, id),
    rounds: await listRounds(sql, id),
    seats: await listReceiptSeats(sql, id),
    appeal: await findAppeal(sql, id),
    first: await listSpeakers(sql, id, 0),
    second: await listSpeakers(sql, id, 1),
  }))
  const current = rounds.find(({ round }) => round === task?.round)
  if (!task || !current) throw new AppError('E7001', 'There is no such receipt of a task.')

  const { status, finalizedAt } = task
  const sql = sqlOver(ctx.pool)
  const rosters = await findRosters(sql, [...new Set(rounds.flatMap(({ rosterEpoch }) => rosterEpoch ?? []))])
  const from = appeal?.round ?? Number.POSITIVE_INFINITY
  const show = (round: Round) => toRound(round, { rosters, seats, judged: round.round < from ? first : second })
  return {
    receipt_id: id,
    status,
    trial: appeal ? 1 : 0,
    ...show(current),
    appeal: appeal && {
      by: appeal.did,
      round: appeal.round,
      appealed: appeal.appealed,
      bond_atomic: appeal.bond,
      // What somebody wrote is not for everybody (decision 0027).
      reason: isClose ? appeal.reason : null,
      state: appeal.state,
      created_at: appeal.createdAt,
      ended_at: appeal.endedAt,
    },
    appeal_until:
      finalizedAt && !appeal && APPEALABLE.has(status) ? await readAppealEnd(sql, finalizedAt, ctx.now) : null,
    rounds: rounds.map(show),
  }
}

type Rosters = ReadonlyMap<number, RosterRows>

type Known = { rosters: Rosters; seats: readonly ReceiptSeat[]; judged: readonly Hex[] }

function toRound(round: Round, { rosters, seats, judged }: Known) {
  const { kind, state, k, m, missing, rosterEpoch, seedBlock, blockHash, seed, excluded } = round
  const roster = rosterEpoch === null ? undefined : rosters.get(rosterEpoch)
  const before = kind === 'REDRAW' ? seats.filter((seat) => seat.round === round.round - 1) : []
  const idOf = (member: Hex) => roster?.rows.find((row) => row.member === member)?.id ?? member
  return {
    round: round.round,
    ...{ kind, state, k, m, missing },
    wanted: { k: round.wantedK, m: round.wantedM },
    epoch: rosterEpoch,
    roster_root: roster?.root ?? null,
    randomness: seedBlock === null ? null : { block_number: seedBlock, block_hash: blockHash },
    seed,
    excluded,
    committee: seats
      .filter((seat) => seat.round === round.round)
      .map(({ seat, member, attempt }) => ({
        ...{ seat, member, attempt },
        id: idOf(member),
        kept: before.some((one) => one.member === member),
        judged: judged.includes(member),
      })),
    opened_at: round.openedAt,
    seated_at: round.seatedAt,
    due_at: state === 'OVER' ? null : round.dueAt,
  }
}
