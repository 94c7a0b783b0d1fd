import { type Ctx, requireWriter } from '@/lib/context'
import { inTransaction, type Tx } from '@/lib/db/transaction'
import { AppError } from '@/lib/errors'
import { type FundsReading, readRequirements } from '@/lib/funds/read-funds'
import { saveReadings } from '@/lib/funds/store'
import { pkhDid } from '@/lib/proof/did'
import { bytesOf, type Hex, sha256Hex } from '@/lib/proof/hash'
import { type Challenge, type Offer, otherParty } from './challenge'
import { saveChange } from './change'
import { confirmSolo } from './confirm-solo'
import { finishChallenge } from './finish'
import { requireMove } from './require-move'
import { requirementsOf } from './requirements'
import { requireSigned, type SignedText } from './signing'
import type { Outcome, Party } from './state'
import { closeOffers, insertOffer, loadChallenge, lockChallenge } from './store'
import { toAnswer } from './view'
import { requireViewer } from './viewer'

export type ConfirmInput = { id: string; outcome?: Outcome | undefined; signature: string }

/** What both may sign together where nothing is at stake (domain §3, table). */
const OUTCOMES: readonly Outcome[] = ['FULFILLED', 'NO_CONTEST']

/**
 * The caller's signed outcome. It stays on the table, and may be changed, until the other side's open offer says the
 * same: then the challenge is COMPLETED with its receipt. SOLO: the creator's signed Intent. Throws E3010, E3012,
 * E3020, E3021, E3016 and the signature's codes.
 */
export async function confirmChallenge(ctx: Ctx, input: ConfirmInput) {
  requireWriter(ctx)
  const seen = await loadChallenge(ctx.db, input.id)
  const { role } = await requireViewer(ctx, ctx.db, seen)
  requireMove(seen, 'confirm', role, ctx.now)
  if (seen.mode === 'SOLO') return confirmSolo(ctx, seen, input.signature)

  const { outcome } = input
  if (!outcome || !OUTCOMES.includes(outcome)) {
    throw new AppError('E3021', `Say which outcome you sign: ${OUTCOMES.join(' or ')}.`, {
      fields: [{ path: 'outcome', message: OUTCOMES.join(' or ') }],
    })
  }
  return offerOutcome(ctx, seen, { role: role as Party, action: 'confirm', outcome, signature: input.signature })
}

type SignedOutcome = { role: Party; action: 'confirm' | 'cancel'; outcome: Outcome; signature: string }

/** Puts a signed Settle on the table, and ends the challenge when both sides' say the same. */
export async function offerOutcome(ctx: Ctx, seen: Challenge, offer: SignedOutcome) {
  const { role, action } = offer
  const signer = addressOf(seen, role)
  const signed = await requireSigned(ctx, {
    challenge: seen,
    action,
    signer,
    revision: seen.revision,
    signature: offer.signature,
  })
  if (signed.message.outcome !== offer.outcome) {
    throw new AppError('E3021', `You signed ${signed.message.outcome}, but asked for ${offer.outcome}.`)
  }
  const readAtEnd = () => readRequirements(ctx, requirementsOf(seen, 'end'))
  const atEnd = findMatch(seen, role, offer.outcome, ctx.now) ? await readAtEnd() : null
  try {
    return await land(ctx, seen, offer, signed, atEnd)
  } catch (error) {
    if (!(error instanceof MatchedMeanwhile)) throw error
    return land(ctx, seen, offer, signed, await readAtEnd())
  }
}

/** The other side signed the same while this was under way, and what is due at the end has not been read. */
class MatchedMeanwhile extends Error {}

/** `atEnd`: the readings due at the end; null when they have not been made, since no end was in sight. */
function land(ctx: Ctx, seen: Challenge, offer: SignedOutcome, signed: SignedText, atEnd: FundsReading[] | null) {
  const { role, action } = offer
  return inTransaction(ctx, async (tx) => {
    const before = await lockChallenge(tx, seen.id)
    const move = requireMove(before, action, role, ctx.now)
    requireUsable(before, role, signed, ctx.now)
    const match = findMatch(before, role, offer.outcome, ctx.now)
    if (match && atEnd === null && requirementsOf(before, 'end').length > 0) throw new MatchedMeanwhile()

    const own = toOffer(signed, role, action, ctx.now)
    await insertOffer(tx, before.id, own)
    const change = {
      action,
      actor: pkhDid(signed.domain.chainId, signed.signer),
      data: { outcome: offer.outcome, signature_hash: sha256Hex(bytesOf(signed.signature)) },
    }
    if (!match) {
      const after = await saveChange(tx, ctx, before, { ...change, event: 'challenge.offer_made' })
      return toAnswer(await loadChallenge(tx, after.id), { role, now: ctx.now })
    }

    await closeOffers(tx, before.id, 'used', ctx.now, { primaryType: 'Settle' })
    if (move.to === 'CANCELLED') return toAnswer(await cancelTogether(tx, ctx, before, change), { role, now: ctx.now })

    const verification = await withReadingsAtEnd(tx, before, atEnd ?? [])
    const after = await finishChallenge(
      tx,
      ctx,
      before,
      {
        ...change,
        to: 'COMPLETED',
        set: { verification, ...(action === 'cancel' ? { reason: CANCELLED_TOGETHER } : {}) },
        event: 'challenge.completed',
      },
      { outcome: offer.outcome, quorum: { kind: 'parties', k: 2, m: 2 }, signatures: creatorFirst(own, match) },
    )
    return toAnswer(after, { role, now: ctx.now })
  })
}

const CANCELLED_TOGETHER = { code: 'CANCELLED_TOGETHER', text: 'Both parties signed to call it off.' }

function cancelTogether(
  tx: Tx,
  ctx: Ctx,
  before: Challenge,
  change: { action: string; actor: string; data: Record<string, unknown> },
) {
  return saveChange(tx, ctx, before, {
    ...change,
    to: 'CANCELLED',
    set: { reason: CANCELLED_TOGETHER, outcome: null },
    event: 'challenge.cancelled',
  })
}

/** The other side's open, unexpired, unvoided offer of the same outcome. */
export function findMatch(challenge: Challenge, role: Party, outcome: Outcome, now: Date): Offer | undefined {
  const other = otherParty(role)
  return challenge.offers.find(
    (offer) =>
      offer.role === other &&
      offer.primaryType === 'Settle' &&
      offer.message.outcome === outcome &&
      offer.message.nonce === challenge.nonces[other].toString() &&
      (offer.validUntil === null || offer.validUntil > now),
  )
}

/** A text dies when its 24 h are over or its signer voided what they had on the table. */
function requireUsable(challenge: Challenge, role: Party, signed: SignedText, now: Date): void {
  const isVoided = signed.message.nonce !== challenge.nonces[role].toString()
  const isOver = Number(signed.message.validUntil) * 1000 <= now.getTime()
  if (isVoided || isOver)
    throw new AppError('E1005', 'The text you signed is no longer good. Ask for it again and sign that.')
}

function toOffer(signed: SignedText, role: Party, action: string, now: Date): Omit<Offer, 'id'> {
  return {
    role,
    action,
    primaryType: 'Settle',
    signer: signed.signer,
    domain: signed.domain,
    message: signed.message as Record<string, string>,
    signature: signed.signature,
    validUntil: new Date(Number(signed.message.validUntil) * 1000),
    createdAt: now,
  }
}

/** A reading at the end only marks the receipt: whatever it says, the challenge ends as both signed. */
async function withReadingsAtEnd(tx: Tx, before: Challenge, readings: FundsReading[]) {
  if (readings.length === 0) return before.verification
  const ids = await saveReadings(tx, { readings, phase: 'end', challengeId: before.id })
  return { ...before.verification, proofs: [...(before.verification.proofs ?? []), ...ids] }
}

function creatorFirst(own: Omit<Offer, 'id'>, other: Offer): Hex[] {
  return own.role === 'creator' ? [own.signature, other.signature] : [other.signature, own.signature]
}

function addressOf(challenge: Challenge, role: Party): string {
  return role === 'creator' ? challenge.creator.address : (challenge.counterparty?.address ?? '')
}
