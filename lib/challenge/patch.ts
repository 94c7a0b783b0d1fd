import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { pkhDid } from '@/lib/proof/did'
import { saveChange } from './change'
import { draftOf, toNamed, withDraft } from './counter-draft'
import { requireFlags, requireOwnWallets } from './create'
import { completeDraft, withEpoch } from './desk-facts'
import { toBody, toDraft } from './draft'
import { requireMove } from './require-move'
import { requireHeld } from './require-proven'
import type { ChallengeBody } from './schemas'
import { lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/**
 * Changes a DRAFT. Whatever was handed out to sign before is of an old revision from here on. Only the fields given
 * change; null clears one. Throws what `createChallenge` does, E3010 and E3014.
 */
export async function patchChallenge(ctx: Ctx, input: Partial<ChallengeBody> & { id: string }) {
  const actor = requireWriter(ctx)
  const { id, ...given } = input
  const changes = await withEpoch(
    ctx,
    Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)) as Partial<ChallengeBody>,
  )
  if (changes.mode) await requireFlags(ctx, changes.mode, actor.organizationId)

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, id)
    const viewer = await requireViewer(ctx, tx, before)
    requireMove(before, 'patch', viewer.role, ctx.now)

    const asked = toDraft({ ...toBody(draftOf(before)), ...changes }, ctx.now)
    const creator = await requireOwnWallets(tx, actor, changes.wallet_address ?? before.creator.address, asked)
    const draft = await completeDraft(tx, asked, { creator, counterparty: toNamed(asked.counterparty) }, ctx.now)
    await requireHeld(tx, actor.userId, creator.address, draft.requirements?.creator)
    const after = await saveChange(tx, ctx, before, {
      action: 'patch',
      actor: pkhDid(creator.chainId, creator.address),
      set: { ...withDraft(before, draft), creator, revision: before.revision + 1 },
      data: { revision: before.revision + 1 },
      event: 'challenge.patched',
    })
    return toAnswer(after, { role: 'creator', now: ctx.now })
  })
}
