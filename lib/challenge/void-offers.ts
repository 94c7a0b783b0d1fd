import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { pkhDid } from '@/lib/proof/did'
import { saveChange } from './change'
import { requireMove } from './require-move'
import type { Party } from './state'
import { closeOffers, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/** Takes back everything the caller has on the table; signatures on earlier texts are dead. Throws E3010, E3012, E3014. */
export async function voidOffers(ctx: Ctx, input: { id: string }) {
  requireWriter(ctx)
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    const viewer = await requireViewer(ctx, tx, before)
    requireMove(before, 'void', viewer.role, ctx.now)

    const role = viewer.role as Party
    const party = role === 'creator' ? before.creator : before.counterparty
    await closeOffers(tx, before.id, 'voided', ctx.now, { role })
    await saveChange(tx, ctx, before, {
      action: 'void',
      actor: pkhDid(party?.chainId ?? before.creator.chainId, party?.address ?? ''),
      set: { nonces: { ...before.nonces, [role]: before.nonces[role] + 1 } },
      data: { nonce: before.nonces[role] + 1 },
      event: 'challenge.offers_voided',
    })
    return toAnswer(await loadChallenge(tx, before.id), { role, now: ctx.now })
  })
}
