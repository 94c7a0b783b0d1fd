import { recordAudit } from '@/lib/audit/record'
import { sidesOf } from '@/lib/committee/announce-members'
import { openAppealRound } from '@/lib/committee/open-round'
import { appealSize } from '@/lib/committee/repeat-round'
import { requireCommittees } from '@/lib/committee/require-committees'
import { listRounds } from '@/lib/committee/round-store'
import { lockTask, type Task, updateTask } from '@/lib/committee/task-row'
import { type Ctx, requireWriter } from '@/lib/context'
import { appealAccount, partyAccount } from '@/lib/credit/account'
import { transfer } from '@/lib/credit/transfer'
import { sqlOver } from '@/lib/db/sql'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { publish } from '@/lib/event/publish'
import type { Hex } from '@/lib/proof/hash'
import type { TaskReceipt } from '@/lib/proof/receipt'
import { readAppealEnd } from './appeal-end'
import { appealBond } from './appeal-rules'
import { findAppeal, insertAppeal } from './appeal-store'
import { requireVisible } from './require-visible'
import { findOwner } from './task-store'

export type AppealInput = { id: string; reason?: string | undefined }

/**
 * One side of a task puts up a bond and asks for a larger committee, of members who have not judged it (domain §5). Throws
 * E7001 (no such receipt), E8002 (neither side), E7006 (a challenge's, not decided, too late, or appealed before), E4004 (too
 * few are left to judge) and E8003 (not enough credits); refused, nothing has moved.
 */
export async function appealReceipt(ctx: Ctx, { id, reason }: AppealInput) {
  const actor = requireWriter(ctx)
  const { receipt } = await requireVisible(ctx, id)
  if (receipt.kind !== 'task') {
    throw new AppError('E7006', 'This is the receipt of a challenge: no committee of auditors decided it.')
  }
  const did = await requireSide(ctx, actor.userId, receipt)
  await requireCommittees(ctx)
  const bond = appealBond(BigInt(receipt.task.amount_atomic))

  return inTransaction(ctx, async (tx) => {
    const task = await requireDecided(tx, ctx, id)
    const { k, m, round } = await openRound(tx, ctx, task)
    const appeal = { receiptId: task.id, userId: actor.userId, did, round, appealed: task.status, bond }
    if (!(await insertAppeal(tx, { ...appeal, reason: reason ?? null, now: ctx.now }))) throw appealedBefore()
    await transfer(tx, {
      id: `appeal:${task.id}:bond`,
      kind: 'appeal_bond',
      postings: [
        { account: partyAccount(did), amount: -bond },
        { account: appealAccount(task.id), amount: bond },
      ],
      now: ctx.now,
    })
    const appealed = { ...task, status: 'APPEALED', round, k, m }
    await updateTask(tx, appealed)
    await tellAppealed(tx, ctx, appealed)
    await recordAudit(tx, {
      ...{ organizationId: actor.organizationId, actor, requestId: ctx.requestId, now: ctx.now },
      action: 'receipt.appealed',
      target: `receipt:${task.id}`,
      details: { round, bond_atomic: String(bond) },
    })
    return { ok: true as const, status: 'APPEALED' as const, round, k, m, bond_atomic: String(bond) }
  })
}

/** The side the caller is: by the wallets and agents that are theirs now. */
async function requireSide(ctx: Ctx, userId: string, { task }: TaskReceipt): Promise<string> {
  const sql = sqlOver(ctx.pool)
  for (const did of [task.client_did, task.agent_did]) {
    if ((await findOwner(sql, did)).userId === userId) return did
  }
  throw new AppError('E8002', 'Only the client and the provider of a task may appeal what its committee decided.')
}

async function requireDecided(tx: Tx, { now }: Ctx, id: string): Promise<Task> {
  const task = await lockTask(tx, id)
  if (!task) throw new Error('A receipt vanished')
  if (await findAppeal(tx, id)) throw appealedBefore()
  if (task.status !== 'FINALIZED' && task.status !== 'FAILED') {
    throw new AppError('E7006', `This receipt is ${task.status}: only what a committee has decided can be appealed.`)
  }
  if (!task.finalizedAt || (await readAppealEnd(tx, task.finalizedAt, now)) <= now) {
    throw new AppError('E7006', 'An appeal is possible within 7 days of the decision.')
  }
  return task
}

async function openRound(tx: Tx, ctx: Ctx, task: Task): Promise<{ round: number; k: number; m: number }> {
  const first = (await listRounds(tx, task.id))[0]
  const m = first?.m ?? task.m
  const opened = await openAppealRound(tx, ctx, task, appealSize(m), m + 2)
  if (opened) return opened
  throw new AppError(
    'E4004',
    `An appeal takes at least ${m + 2} auditors who have not judged this task and are tied to neither side. There are not that many: the decision stands, and nothing was taken from you.`,
  )
}

async function tellAppealed(tx: Tx, { now, requestId }: Ctx, task: Task): Promise<void> {
  const { id, subject, status } = task
  const data = { receipt_id: id as Hex, kind: 'task', subject, outcome: null, split: false, status }
  const organizations = sidesOf(task).map((organizationId) => ({ organizationId, data }))
  await publish(tx, { type: 'receipt.appealed', subject: id, organizations, requestId, now })
}

function appealedBefore(): AppError {
  return new AppError('E7006', 'This receipt was appealed before; nobody appeals twice.')
}
