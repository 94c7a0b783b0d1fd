import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { pkhDid } from '@/lib/proof/did'
import { saveChange } from './change'
import { NO_REASON } from './no-reason'
import { requireMove } from './require-move'
import { findProvenChain, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/** The invited side says no: → CANCELLED, with their reason. Throws E3010, E3012, E3014, E3016. */
export async function declineChallenge(
  ctx: Ctx,
  input: { id: string; reason?: string | undefined; invite?: string | undefined },
) {
  const actor = requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const viewer = await requireViewer(ctx, tx, before, input.invite)
    requireMove(before, 'decline', viewer.role, ctx.now)

    const wallet = before.counterparty?.address ?? actor.wallet.address
    const after = await saveChange(tx, ctx, before, {
      action: 'decline',
      actor: pkhDid((await findProvenChain(tx, actor.userId, wallet)) ?? actor.wallet.chainId, wallet),
      to: 'CANCELLED',
      set: { reason: { code: 'DECLINED', text: input.reason ?? NO_REASON } },
      data: { code: 'DECLINED' },
      event: 'challenge.declined',
    })
    return toAnswer(after, { role: viewer.role, now: ctx.now })
  })
}
