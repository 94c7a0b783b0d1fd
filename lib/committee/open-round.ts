import { addSeconds } from '@/lib/clock'
import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import type { Hex } from '@/lib/proof/hash'
import { type Exclusion, excludedFor } from './exclusions'
import { epochAt } from './publish-roster'
import { findFreshRows, type RosterRows } from './roster-rows'
import { fitRound, leastMembers, type Round, WAIT_SECONDS, type Wanted } from './round'
import { clearDue, dropUnseated, insertRound, listReceiptSeats } from './round-store'
import type { Task } from './task-row'

type Sides = Pick<Task, 'clientKey' | 'clientUserId' | 'providerKey' | 'providerUserId'>
type Clock = Pick<Ctx, 'now'>

/**
 * Opens the first round, as part of the transaction that makes the receipt: by the newest roster there is. Nobody knows
 * yet by which block it is drawn.
 */
export async function openFirstRound(
  tx: Sql,
  { now }: Clock,
  task: Sides & { id: Hex },
  wanted: Wanted,
): Promise<void> {
  const roster = await findFreshRows(tx, epochAt(now))
  const fit = roster ? await fitTask(tx, { now }, task, roster, wanted) : NOBODY()
  await insertRound(tx, {
    ...fit,
    ...wantedOf(wanted),
    receiptId: task.id,
    round: 0,
    kind: 'DRAW',
    rosterEpoch: roster?.epoch ?? null,
    dueAt: addSeconds(now, WAIT_SECONDS),
    now,
  })
}

/** Opens the round in which others are drawn for the silent members of `before`; its members stay until then. */
export async function openRedraw(tx: Sql, { now }: Clock, before: Round): Promise<void> {
  const { receiptId, round, wantedK, wantedM, k, m, rosterEpoch, excluded } = before
  await insertRound(tx, {
    ...{ receiptId, wantedK, wantedM, k, m, rosterEpoch, excluded },
    round: round + 1,
    kind: 'REDRAW',
    missing: 0,
    dueAt: addSeconds(now, WAIT_SECONDS),
    now,
  })
  await clearDue(tx, { receiptId, round })
}

/** Opens an appeal's round: without anybody who has sat for this receipt. Null, and nothing opened, when too few are left. */
export async function openAppealRound(
  tx: Sql,
  { now }: Clock,
  task: Task,
  wanted: Wanted,
  least: number,
): Promise<{ round: number; k: number; m: number } | null> {
  const roster = await findFreshRows(tx, epochAt(now))
  if (!roster) return null

  const excluded = await exclusionsOf(tx, { now }, task, roster)
  const sat = new Set((await listReceiptSeats(tx, task.id)).map(({ member }) => member))
  const known = new Set(excluded.map(({ member }) => member))
  const first = roster.rows.flatMap(({ member }): Exclusion[] =>
    sat.has(member) && !known.has(member) ? [{ member, reason: 'FIRST_COMMITTEE' }] : [],
  )
  const struck = [...excluded, ...first]
  const { k, m } = fitRound(roster, struck.map(memberOf), wanted, 1)
  if (roster.rows.length - struck.length < least || m === 0) return null

  await dropUnseated(tx, { receiptId: task.id, round: task.round })
  const round = task.round + 1
  const opened = await insertRound(tx, {
    ...wantedOf(wanted),
    ...{ receiptId: task.id, round, k, m, missing: 0, excluded: struck },
    kind: 'APPEAL',
    rosterEpoch: roster.epoch,
    dueAt: addSeconds(now, WAIT_SECONDS),
    now,
  })
  if (!opened) throw new Error('An appeal has a round already')
  return { round, k, m }
}

/** What a roster is good for, for this task: who may not sit, and the committee the others give. */
export async function fitTask(tx: Sql, clock: Clock, task: Sides, roster: RosterRows, wanted: Wanted) {
  const excluded = await exclusionsOf(tx, clock, task, roster)
  return { excluded, ...fitRound(roster, excluded.map(memberOf), wanted, leastMembers()) }
}

function exclusionsOf(tx: Sql, { now }: Clock, task: Sides, roster: RosterRows): Promise<Exclusion[]> {
  const parties = [
    { address: task.clientKey, userId: task.clientUserId },
    { address: task.providerKey, userId: task.providerUserId },
  ]
  return excludedFor(tx, { parties, roster, now })
}

const NOBODY = () => ({ excluded: [], ...fitRound({ rows: [] }, [], { k: 1, m: 1 }, leastMembers()) })

function memberOf({ member }: Exclusion): Hex {
  return member
}

function wantedOf({ k, m }: Wanted) {
  return { wantedK: k, wantedM: m }
}
