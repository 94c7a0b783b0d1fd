import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { initiatorCommitment, intentPayload, termsHash } from '@/lib/proof/commitment'
import { pkhDid } from '@/lib/proof/did'
import type { Hex } from '@/lib/proof/hash'
import type { IntentMessage } from '@/lib/proof/typed-data'
import { saveChange } from './change'
import { fromDeadlinesJson } from './deadlines'
import { requireMove } from './require-move'
import { requireSigned, type SignedText } from './signing'
import { insertIntent, insertRevision, loadChallenge, lockChallenge } from './store'
import type { TermsDoc } from './terms'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

/** The creator signs their terms: DRAFT → AWAITING_COUNTERPARTY. Throws E3010, E3014, E3016, E1005–E1008. */
export async function sendChallenge(ctx: Ctx, input: { id: string; signature: string }) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const viewer = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'send', viewer.role, ctx.now)
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action: 'send',
    signer: seen.creator.address,
    revision: seen.revision,
    signature: input.signature,
  })

  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, input.id)
    requireMove(before, 'send', viewer.role, ctx.now)
    requireRevision(before.revision, signed.revision)

    const first = await recordFirstIntent(tx, signed, 'creator', ctx.now)
    const after = await saveChange(tx, ctx, before, {
      action: 'send',
      actor: pkhDid(before.creator.chainId, before.creator.address),
      to: 'AWAITING_COUNTERPARTY',
      set: { ...first, sentAt: ctx.now },
      data: { initiator_hash: first.initiatorHash, revision: before.revision },
      event: 'challenge.sent',
    })
    return toAnswer(after, { role: 'creator', now: ctx.now })
  })
}

/** Stores the terms and the Intent of whoever signs a revision first; returns what the challenge then carries. */
export async function recordFirstIntent(
  tx: Parameters<typeof insertIntent>[0],
  signed: SignedText,
  role: 'creator' | 'counterparty',
  now: Date,
) {
  const doc = signed.termsDoc as TermsDoc
  const deadlines = fromDeadlinesJson(doc.deadlines)
  if (deadlines.accept <= now) {
    throw new AppError(
      'E3004',
      'The time to accept in the text you signed has passed. Ask for the text again and sign that.',
    )
  }

  const hash = termsHash(doc)
  const payload = intentPayload({
    domain: signed.domain,
    message: signed.message as IntentMessage,
    signer: signed.signer as Hex,
    signature: signed.signature,
  })
  const initiatorHash = initiatorCommitment(payload)
  await insertRevision(tx, doc, hash, role)
  await insertIntent(tx, { challengeId: doc.challenge, revision: doc.revision, role, payload, hash: initiatorHash })
  return { termsHash: hash, deadlines, initiatorRole: role, initiatorHash }
}

/** The terms may have changed between reading the signature and taking the lock. */
export function requireRevision(current: number, signed: number): void {
  if (current === signed) return
  throw new AppError(
    'E3016',
    `This signature is on revision ${signed}; the terms are at revision ${current}. Read them and sign again.`,
  )
}
