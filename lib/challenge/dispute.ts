import { prepareCase } from '@/lib/committee/prepare-case'
import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import type { EvidenceItem } from '@/lib/evidence/declare-evidence'
import { type Challenge, didOf, isBonded } from './challenge'
import { saveChange } from './change'
import { requireMove } from './require-move'
import type { Party } from './state'
import { loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

export type DisputeInput = { id: string; reason: string; evidence?: EvidenceItem[] | undefined }

/**
 * The caller disputes it. Without bonds it is DISPUTED at once. With bonds the case is written down and the answer names
 * it (`case_id`): a dispute costs a fee on chain, and opening it there with that hash is what stops the clock. Throws
 * E3010, E3012, E3014, and E5011 for what is disputed already.
 */
export async function disputeChallenge(ctx: Ctx, input: DisputeInput) {
  requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const viewer = await requireViewer(ctx, tx, before)
    if (viewer.role !== 'stranger') requireUndisputed(before)
    requireMove(before, 'dispute', viewer.role, ctx.now)

    const role = viewer.role as Party
    const { reason, evidence = [] } = input
    const { caseId } = await prepareCase(tx, ctx, { challenge: before, role, reason, evidence })
    if (!isBonded(before)) {
      await saveChange(tx, ctx, before, {
        action: 'dispute',
        actor: didOf(before, role),
        to: 'DISPUTED',
        data: { case_id: caseId, role },
        event: 'challenge.disputed',
      })
    }
    return toAnswer(await loadChallenge(tx, before.id), { role, now: ctx.now })
  })
}

function requireUndisputed({ status, onChain }: Challenge): void {
  const isOnChain = onChain?.seen === 'DISPUTED' && onChain.confirmed !== 'DISPUTED'
  if (status !== 'DISPUTED' && !isOnChain) return
  throw new AppError('E5011', 'This challenge is disputed already: add your side’s evidence to the open case.')
}
