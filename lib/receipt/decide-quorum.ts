import type { Ctx } from '@/lib/context'
import type { Sql } from '@/lib/db/sql'
import { settleAppeal } from './appeal-settle'
import type { JudgedTask } from './attestation'
import { countVotes, listCounted } from './attestation-store'
import { decideReceipt, type Ending } from './decide'
import { findAppealed } from './decide-store'
import { type Decision, decideQuorum, type Votes } from './quorum'

export type Quorum = { k: number; m: number } & Votes

/** The committee that sits and what it has said; null while none sits. */
export async function readQuorum(sql: Sql, task: JudgedTask): Promise<Quorum | null> {
  if (task.committee === null || task.seats.length === 0) return null
  const { k, m } = task.committee
  return { k, m, ...(await countVotes(sql, task)) }
}

/**
 * Decides a receipt whose committee has said enough, as part of the caller's transaction, which holds the receipt's row.
 * Returns the status after it: the one before, when there is nothing to decide.
 */
export async function settleQuorum(
  sql: Sql,
  ctx: Pick<Ctx, 'now' | 'requestId'>,
  task: JudgedTask,
  quorum: Quorum | null,
): Promise<string> {
  const isJudging = ['PENDING', 'APPEALED'].includes(task.status) && task.committee?.state === 'SEATED'
  const decision = quorum && isJudging ? decideQuorum(quorum) : null
  if (!decision) return task.status

  const { id: receiptId, round } = task
  const status = await endingOf(sql, task, decision)
  const verdict = await decideReceipt(sql, ctx, { receiptId, status, round, hashes: await listCounted(sql, task) })
  if (!verdict) return task.status

  if (task.trial > 0) await settleAppeal(sql, ctx, receiptId, status === 'REVERSED' ? 'WON' : 'LOST')
  return status
}

/** An appeal decided the other way takes back what the first committee decided. */
async function endingOf(sql: Sql, task: JudgedTask, decision: Decision): Promise<Ending> {
  if (task.status !== 'APPEALED') return decision
  return (await findAppealed(sql, task.id)) === decision ? decision : 'REVERSED'
}
