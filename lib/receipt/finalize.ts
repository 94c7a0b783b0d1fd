import { type Ctx, requireWriter } from '@/lib/context'
import { inSqlTransaction } from '@/lib/db/sql'
import { AppError } from '@/lib/errors'
import { findJudgedTask, lockReceipt } from './attestation-store'
import { readQuorum, settleQuorum } from './decide-quorum'
import { quorumNotMet } from './quorum'
import { requireVisible } from './require-visible'

const OVER = new Set(['FINALIZED', 'FAILED', 'EXPIRED', 'REVERSED'])

/**
 * Ends a receipt whose committee has said enough; of one that has ended, its status. A quorum decides by itself, so there
 * is nothing to wait for here: this is for whoever wants to be sure. A challenge's was decided when it was issued. Throws E7001, and E7003 while the quorum is not met.
 */
export async function finalizeReceipt(ctx: Ctx, { id }: { id: string }) {
  requireWriter(ctx)
  const seen = await requireVisible(ctx, id)
  if (seen.receipt.kind === 'challenge') return { ok: true as const, status: seen.status }

  return inSqlTransaction(ctx, async (sql) => {
    await lockReceipt(sql, id)
    const task = await findJudgedTask(sql, id)
    if (!task) throw new Error('A receipt vanished')

    const quorum = await readQuorum(sql, task)
    const status = await settleQuorum(sql, ctx, task, quorum)
    if (OVER.has(status)) return { ok: true as const, status }
    throw new AppError('E7003', quorumNotMet(quorum?.k ?? task.needed, quorum?.passes ?? 0))
  })
}
