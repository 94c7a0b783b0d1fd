import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { pkhDid } from '@/lib/proof/did'
import { bytesOf, sha256Hex } from '@/lib/proof/hash'
import { enqueueKeeper } from '@/lib/stake/keeper/enqueue-keeper'
import { type Challenge, isBonded } from './challenge'
import { type Change, saveChange } from './change'
import { finishChallenge } from './finish'
import { requireUsable, toSettleOffer } from './offers'
import { requireMove } from './require-move'
import { requireSigned, type SignedText } from './signing'
import type { Outcome } from './state'
import { closeOffers, findProvenChain, insertOffer, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

export type ModerateInput = { id: string; outcome: Outcome; signature: string }

/**
 * The named moderator's signed outcome. Without bonds it ends the challenge at once; with bonds it goes to the chain, and
 * the challenge ends when the chain says so. Throws E3010, E3012, E3020, E3021 and the signature's codes.
 */
export async function moderateChallenge(ctx: Ctx, input: ModerateInput) {
  const actor = requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'moderate', role, ctx.now)
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'moderate',
    signer: seen.resolution.moderator ?? '',
    revision: seen.revision,
    signature: input.signature,
  })
  if (signed.message.outcome !== input.outcome) {
    throw new AppError('E3021', `You signed ${signed.message.outcome}, but asked for ${input.outcome}.`)
  }
  const chainId = (await findProvenChain(ctx.db, actor.userId, signed.signer)) ?? signed.domain.chainId

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    requireMove(before, 'moderate', 'moderator', ctx.now)
    requireUsable(before, 'moderator', signed, ctx.now)
    await insertOffer(tx, before.id, toSettleOffer(signed, 'moderator', 'moderate', ctx.now))

    const change: Change = {
      action: 'moderate',
      actor: pkhDid(chainId, signed.signer),
      data: { outcome: input.outcome, signature_hash: sha256Hex(bytesOf(signed.signature)) },
      event: 'challenge.offer_made',
    }
    const after = isBonded(before)
      ? await takeToChain(tx, ctx, before, change)
      : await complete(tx, ctx, before, change, { outcome: input.outcome, signed })
    return toAnswer(after, { role: 'moderator', now: ctx.now })
  })
}

async function takeToChain(tx: Tx, ctx: Ctx, before: Challenge, change: Change): Promise<Challenge> {
  if (before.dealId) await enqueueKeeper(tx, before.dealId)
  await saveChange(tx, ctx, before, change)
  return loadChallenge(tx, before.id)
}

type Decided = { outcome: Outcome; signed: SignedText }

async function complete(tx: Tx, ctx: Ctx, before: Challenge, change: Change, { outcome, signed }: Decided) {
  await closeOffers(tx, before.id, 'used', ctx.now, { role: 'moderator' })
  return finishChallenge(
    tx,
    ctx,
    before,
    { ...change, to: 'COMPLETED', event: 'challenge.completed' },
    { outcome, quorum: { kind: 'moderator', k: 1, m: 1 }, signatures: [signed.signature] },
  )
}
