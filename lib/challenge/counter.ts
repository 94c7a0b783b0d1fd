import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { termsHash } from '@/lib/proof/commitment'
import { pkhDid } from '@/lib/proof/did'
import type { Challenge } from './challenge'
import { saveChange, withDeadline } from './change'
import { counterTerms } from './counter-terms'
import { fromDeadlinesJson } from './deadlines'
import { withEpoch } from './desk-facts'
import { requireMove } from './require-move'
import {
  chainOfParty,
  requireHeld,
  requireNamed,
  requireOtherParty,
  requireProvenFor,
  requireUsable,
  sameParty,
} from './require-proven'
import type { ChallengeBody } from './schemas'
import { recordFirstIntent, requireRevision } from './send'
import { requireSigned, type SignedText } from './signing'
import type { Party } from './state'
import { loadChallenge, lockChallenge } from './store'
import { buildTermsDoc, type TermsDoc } from './terms'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

export type CounterInput = {
  id: string
  changes: Partial<ChallengeBody>
  signature: string
  invite?: string | undefined
}

/**
 * Other terms, signed by whoever proposes them: a new revision, answered by the other side with accept. Earlier
 * signatures and invites die with the old one. Throws E3010, E3012, E3014, E3016, what `createChallenge` throws of
 * terms, and the signature's codes.
 */
export async function counterChallenge(ctx: Ctx, input: CounterInput) {
  const actor = requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const viewer = await requireViewer(ctx, ctx.db, seen, input.invite)
  requireMove(seen, 'counter', viewer.role, ctx.now)

  const role: Party = viewer.role === 'creator' ? 'creator' : 'counterparty'
  const signer = role === 'creator' ? seen.creator.address : (seen.counterparty?.address ?? actor.wallet.address)
  if (role === 'counterparty' && signer === seen.creator.address) throw sameParty()
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'counter',
    signer,
    revision: seen.revision + 1,
    signature: input.signature,
  })
  // Without an epoch in the body, the roster is the one of the text that was signed.
  const changes = await withEpoch(ctx, input.changes, signed.termsDoc?.resolution.panel?.epoch)

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    requireMove(before, 'counter', viewer.role, ctx.now)
    requireRevision(before.revision + 1, signed.revision)

    const by = { role, address: signer, userId: actor.userId }
    const changed = await counterTerms(tx, before, { changes, by, now: ctx.now })
    requireSameTerms(changed, signed)
    if (role === 'counterparty') await requireNamed(tx, actor.userId, before)
    await requireProvenFor(tx, actor.userId, signer, changed.requirements?.[role])
    await requireUsable(tx, actor.userId, signer, changed)
    await requireHeld(tx, actor.userId, signer, changed.requirements?.[role])
    if (role === 'counterparty') await requireOtherParty(tx, before, signer)
    const first = await recordFirstIntent(tx, signed, role, ctx.now)
    const chainId = await chainOfParty(tx, changed, actor.userId, signed)
    const counterparty =
      role === 'creator'
        ? changed.counterparty
        : { address: signer, chainId, userId: actor.userId, organizationId: actor.organizationId }
    const set = { ...changed, ...first, counterparty, revision: signed.revision, statusSince: ctx.now }
    const after = await saveChange(tx, ctx, before, {
      action: 'counter',
      actor: pkhDid(chainId, signer),
      set: withDeadline(set, first.deadlines.accept),
      data: { revision: signed.revision, initiator_hash: first.initiatorHash },
      event: 'challenge.countered',
    })
    return toAnswer(after, { role, now: ctx.now })
  })
}

/** The changes in the body must be those of the text that was signed. */
function requireSameTerms(changed: Challenge, signed: SignedText): void {
  const doc = signed.termsDoc as TermsDoc
  const times = fromDeadlinesJson(doc.deadlines)
  const asked = buildTermsDoc(changed, signed.revision, {
    ...times,
    accept: changed.expiresAt ?? times.accept,
    resolution: changed.resolutionDueAt ?? times.resolution,
  })
  if (termsHash(asked) === termsHash(doc)) return
  throw new AppError(
    'E3016',
    'These changes are not the ones in the text you signed. Ask for the text again with them, and sign that.',
  )
}
