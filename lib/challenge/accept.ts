import { type Ctx, requireWriter, type UserActor } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { counterCommitment, finalCommitment, intentPayload } from '@/lib/proof/commitment'
import { pkhDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import type { IntentMessage } from '@/lib/proof/typed-data'
import { agreeDeal } from './agree-deal'
import { type Challenge, isBonded } from './challenge'
import { saveChange, withDeadline } from './change'
import { enqueueChecks } from './enqueue-checks'
import { notCounterparty, requireMove } from './require-move'
import {
  chainOfParty,
  notProven,
  requireHeld,
  requireNamed,
  requireOtherModerator,
  requireOtherParty,
  requireProvenFor,
  requireUsable,
  sameParty,
} from './require-proven'
import { requireRevision } from './send'
import { requireSigned, type SignedText } from './signing'
import type { Party } from './state'
import { insertIntent, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer, type Viewer } from './viewer'

export type AcceptInput = {
  id: string
  wallet_address?: string | undefined
  signature: string
  invite?: string | undefined
}

/**
 * The other side signs the same terms: FINAL exists, and the checks begin, or with bonds the time to deposit them. The
 * first acceptance wins. Throws E3010, E3012 (a third party), E3024 (your own), E3013, E3015, E3011, E3016, E2008, E4004
 * and the signature's codes.
 */
export async function acceptChallenge(ctx: Ctx, input: AcceptInput) {
  const actor = requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const viewer = await requireViewer(ctx, ctx.db, seen, input.invite)
  const signer = requireAnswering(ctx, actor, seen, viewer, input)
  const role: Party = viewer.role === 'creator' ? 'creator' : 'counterparty'
  await requireProvenFor(ctx.db, actor.userId, signer, seen.requirements?.[role])
  await requireUsable(ctx.db, actor.userId, signer, seen)
  if (role === 'counterparty') await requireNamed(ctx.db, actor.userId, seen)
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'accept',
    signer,
    revision: seen.revision,
    signature: input.signature,
  })

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    requireAnswering(ctx, actor, before, await requireViewer(ctx, tx, before, input.invite), input)
    requireRevision(before.revision, signed.revision)
    await requireHeld(tx, actor.userId, signer, before.requirements?.[role])
    if (role === 'counterparty') await requireOtherParty(tx, before, signer)

    const chainId = await chainOfParty(tx, before, actor.userId, signed)
    const answering = { address: signer, chainId, userId: actor.userId, organizationId: actor.organizationId }
    await requireOtherModerator(tx, before, [before.creator, answering])

    const commitments = await recordSecondIntent(tx, before, signed, role)
    const accepted = {
      ...before,
      ...commitments,
      acceptedAt: ctx.now,
      ...(role === 'counterparty' ? { counterparty: answering } : {}),
    }
    const after = isBonded(before)
      ? await awaitDeposits(tx, ctx, before, accepted, pkhDid(chainId, signer))
      : await awaitChecks(tx, ctx, before, accepted, pkhDid(chainId, signer))
    return toAnswer(await loadChallenge(tx, after.id), { role, now: ctx.now })
  })
}

async function awaitChecks(tx: Tx, ctx: Ctx, before: Challenge, accepted: Challenge, actor: string) {
  const after = await saveChange(tx, ctx, before, {
    action: 'accept',
    actor,
    to: 'AWAITING_GATEKEEPER',
    set: accepted,
    data: { counter_hash: accepted.counterHash, final_hash: accepted.finalHash },
    event: 'challenge.accepted',
  })
  await enqueueChecks(tx, before.id)
  return after
}

/** Bonded, it stays where it is: the deal exists from now on, and both have until the signed time to pay in. */
async function awaitDeposits(tx: Tx, ctx: Ctx, before: Challenge, accepted: Challenge, actor: string) {
  const { counterparty, finalHash } = accepted
  if (!counterparty || !finalHash) throw new Error('Accepted by nobody')

  const dealId = await agreeDeal(tx, before, { counterparty, finalHash }, ctx.now)
  const set = withDeadline({ ...accepted, dealId, statusSince: ctx.now }, accepted.deadlines?.deposit ?? null)
  return saveChange(tx, ctx, before, {
    action: 'accept',
    actor,
    set,
    data: { counter_hash: accepted.counterHash, final_hash: finalHash, deal: dealId },
    event: 'challenge.accepted',
  })
}

/** The wallet that answers: the party's own, or for an open invite one the caller has proven. */
function requireAnswering(
  ctx: Ctx,
  actor: UserActor,
  challenge: Challenge,
  viewer: Viewer,
  input: AcceptInput,
): string {
  const isOwn = viewer.role === 'creator' && challenge.initiatorRole === 'creator'
  if (isOwn && challenge.status === 'AWAITING_COUNTERPARTY') throw sameParty()
  requireMove(challenge, 'accept', roleThatAnswers(challenge, viewer), ctx.now)

  const party = viewer.role === 'creator' ? challenge.creator.address : challenge.counterparty?.address
  if (party && input.wallet_address && input.wallet_address !== party) throw notCounterparty()

  const signer = party ?? input.wallet_address ?? actor.wallet.address
  if (!viewer.addresses.includes(signer)) throw notProven(signer)
  if (viewer.role !== 'creator' && signer === challenge.creator.address) throw sameParty()
  return signer
}

/** A stranger to something already accepted is told that, rather than that they are a stranger. */
function roleThatAnswers(challenge: Challenge, viewer: Viewer) {
  const cameTooLate = viewer.role === 'stranger' && !challenge.counterpartyNamed && challenge.acceptedAt !== null
  return cameTooLate ? 'invited' : viewer.role
}

async function recordSecondIntent(tx: Tx, challenge: Challenge, signed: SignedText, role: Party) {
  const initiatorHash = challenge.initiatorHash as Hex
  const payload = intentPayload({
    domain: signed.domain,
    message: signed.message as IntentMessage,
    signer: signed.signer as Hex,
    signature: signed.signature,
  })
  const counterHash = counterCommitment(payload, initiatorHash)
  await insertIntent(tx, { challengeId: challenge.id, revision: challenge.revision, role, payload, hash: counterHash })
  return { counterHash, finalHash: finalCommitment(initiatorHash, counterHash) }
}
